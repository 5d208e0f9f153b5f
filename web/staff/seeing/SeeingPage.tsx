import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { todayIn } from '../day-end.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { askOf, lookOf, queryOf, type Look } from './look.ts'
import { LookForm } from './LookForm.tsx'
import { Now } from './Now.tsx'
import { Plots } from './Plots.tsx'
import { Tables } from './Tables.tsx'
import '../settings/settings.css'
import './seeing.css'

export type Seeing = OutputOf<'GET /api/as/:membershipId/seeing'>

/** How the work goes: as it stands now, how it went, and who did it. What is looked at stands in the address. */
export function SeeingPage(): ReactNode {
  const t = useTranslations('staffSeeing')
  const { search } = useLocation()
  const look = lookOf(search as Record<string, unknown>)
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { practice } = useMembership()
  const today = todayIn(practice.timeZone, useNow({ updateInterval: 60_000 }))
  const answer = useRead('GET /api/as/:membershipId/seeing', askOf(look, today), { keepsPrevious: true })
  return (
    <div className="pane">
      <Page title={t('title')} lead={answer.data && t(`lead.${answer.data.scope}`)}>
        <LookForm
          look={look}
          choices={answer.data?.choices}
          onChange={(next) => navigate(addresses.seeing + queryOf(next), 'replace')}
        />
        <Answered answer={answer} lines={10}>
          {(seen) => <Content seen={seen} look={look} />}
        </Answered>
      </Page>
    </div>
  )
}

function Content({ seen, look }: { seen: Seeing; look: Look }): ReactNode {
  const t = useTranslations('staffSeeing')
  const timeWords = useTimeWords()
  if (seen.countedAt === null) {
    return <EmptyState heading={t('notCounted')} />
  }
  return (
    <>
      <Now seen={seen} look={look} />
      <p className="soft small">{t('countedAt', { when: timeWords(seen.countedAt) })}</p>
      <Plots seen={seen} look={look} />
      <Tables seen={seen} look={look} />
    </>
  )
}
