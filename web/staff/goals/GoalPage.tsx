import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { GoalForm } from './GoalForm.tsx'
import { goalsRoute } from './goals.ts'

/** One goal to be set: one's own, or that of an inbox. */
export function GoalPage(): ReactNode {
  const t = useTranslations('staffGoals')
  const { whose = 'mine' } = useParams({ strict: false })
  const addresses = useAddresses()
  const answer = useRead(goalsRoute, {})
  const inbox = answer.data?.inboxes.find(({ careTeam }) => careTeam.id === whose)
  const goal = whose === 'mine' ? answer.data?.mine : inbox?.canChange ? inbox.goal : null
  if (answer.data && !goal) {
    return (
      <div className="pane">
        <NotFound home={addresses.goals} />
      </div>
    )
  }
  const isMine = whose === 'mine'
  return (
    <div className="pane">
      <Page
        title={isMine ? t('form.titleMine') : t('form.title', { inbox: inbox?.careTeam.name ?? '' })}
        lead={isMine ? t('form.leadMine') : t('form.lead')}
        back={{ to: addresses.goals, label: t('title') }}
      >
        <Answered answer={answer}>{() => goal && <GoalForm key={whose} whose={whose} goal={goal} />}</Answered>
      </Page>
    </div>
  )
}
