import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { AbsenceForm } from './AbsenceForm.tsx'
import '../settings/settings.css'
import './absences.css'

/** One absence, to add (`new`) or to change. */
export function AbsencePage(): ReactNode {
  const t = useTranslations('staffAbsences')
  const { absenceId = 'new' } = useParams({ strict: false })
  const addresses = useAddresses()
  const list = useRead('GET /api/as/:membershipId/absences', {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const absence = list.data?.items.find(({ id }) => id === absenceId) ?? null
  if (list.data && absenceId !== 'new' && !absence?.canChange) {
    return (
      <div className="pane">
        <NotFound home={addresses.absences} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={absenceId === 'new' ? t('form.addTitle') : t('form.changeTitle', { name: absence?.who.name ?? '' })}
        back={{ to: addresses.absences, label: t('toList') }}
      >
        <Answered answer={list}>
          {({ timeZone }) => (
            <Answered answer={people}>
              {({ items: colleagues }) => (
                <Answered answer={inboxes}>
                  {({ items }) => (
                    <AbsenceForm
                      key={absenceId}
                      absence={absence}
                      colleagues={colleagues}
                      inboxes={items}
                      timeZone={timeZone}
                    />
                  )}
                </Answered>
              )}
            </Answered>
          )}
        </Answered>
      </Page>
    </div>
  )
}
