import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { AbsenceList } from './AbsenceList.tsx'
import { MonthGrid } from './MonthGrid.tsx'
import './absences.css'

/** A month with its absences, turns and gaps, and below it what is in force and to come. */
export function AbsencesPage(): ReactNode {
  const t = useTranslations('staffAbsences')
  const addresses = useAddresses()
  const can = useCan()
  const { month } = useSearch({ strict: false }) as { month?: string }
  const calendar = useRead(
    'GET /api/as/:membershipId/absence-calendar',
    { ...(month !== undefined && { month }) },
    { keepsPrevious: true },
  )
  const list = useRead('GET /api/as/:membershipId/absences', {})
  const mayAdd = can.work || can.managePractice
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <p className="row">
          {mayAdd && (
            <>
              <Link to={addresses.absence('new')} look="primary">
                {t('add')}
              </Link>
              <Link to={addresses.rotation('new')} look="secondary">
                {t('addRotation')}
              </Link>
            </>
          )}
          <Link to={addresses.responders}>{t('preview')}</Link>
        </p>
        <Answered answer={calendar}>{(data) => <MonthGrid calendar={data} />}</Answered>
        <Answered answer={list}>{(data) => <AbsenceList list={data} />}</Answered>
      </Page>
    </div>
  )
}
