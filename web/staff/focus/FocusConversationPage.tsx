import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import { OneConversation } from '../desk/ConversationPage.tsx'
import { useConversation } from '../desk/use-conversation.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import { outcomeOf, type Seen } from './outcome.ts'
import { OutcomeBar } from './OutcomeBar.tsx'
import './focus.css'

/** The one that was taken, with a bar that asks how it ends before the next. */
export function FocusConversationPage(): ReactNode {
  const { taskId = '', conversationId = '' } = useParams({ strict: false })
  return <TakenOne key={taskId} taskId={taskId} conversationId={conversationId} />
}

function TakenOne({ taskId, conversationId }: { taskId: string; conversationId: string }): ReactNode {
  const t = useTranslations('staffFocus')
  const { left } = useSearch({ strict: false }) as { left?: number }
  const addresses = useAddresses()
  return (
    <div className="focus">
      <OutcomeBar taskId={taskId} left={left ?? 1} outcome={useOutcome(taskId, conversationId)} />
      <div className="desk" data-open>
        <OneConversation conversationId={conversationId} back={{ to: addresses.focus, label: t('back') }} />
      </div>
    </div>
  )
}

/** How it ended, as things stand now; `gone` when it is with others and out of sight. */
function useOutcome(taskId: string, conversationId: string): ReturnType<typeof outcomeOf> | 'gone' {
  const { id: me } = useMembership()
  const { data, error } = useConversation(conversationId)
  const now = useNow({ updateInterval: 60_000 })
  const task = data?.work.tasks.find(({ id }) => id === taskId)
  const isAnswerWaiting = data?.work.scheduledSends.some(({ state }) => state === 'waiting') ?? false
  const [first, setFirst] = useState<Seen | null>(null)

  useEffect(() => {
    if (task) {
      setFirst((known) => known ?? task)
    }
  }, [task])

  if (error instanceof ApiProblem && error.status === 404) {
    return 'gone'
  }
  return task === undefined || first === null ? null : outcomeOf(first, task, { me, now, isAnswerWaiting })
}
