import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { contactOutcomes, type TaskKind } from '../../../shared/task.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useActProblemWords } from './act-words.ts'
import { isOpen, useConversationAgain, type Task, type Worked } from './use-conversation.ts'

/** How each kind of task may end without a message (the server holds the same table). */
const endings = {
  respond: ['no-reply-needed', 'reached'],
  'contact-patient': contactOutcomes,
} as const satisfies Record<TaskKind, readonly string[]>

/** What is still to be done, and how it may end without a message. */
export function Tasks({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staff.tasks')
  const open = conversation.work.tasks.filter(isOpen)
  if (open.length === 0) {
    return null
  }
  return (
    <section className="sheet" aria-labelledby="tasks">
      <h2 id="tasks">{t('title')}</h2>
      {open.map((task) => (
        <OneTask key={task.id} task={task} conversation={conversation} />
      ))}
    </section>
  )
}

function OneTask({ task, conversation }: { task: Task; conversation: Worked }): ReactNode {
  const t = useTranslations('staff.tasks')
  const problemWords = useActProblemWords()
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const mayEnd = conversation.can.assign && !(conversation.work.isRestricted && task.kind === 'respond')

  async function end(outcome: (typeof endings)[TaskKind][number]): Promise<void> {
    const { id: taskId, version } = task
    await run(async () => {
      try {
        await memberCall('PUT /api/as/:membershipId/tasks/:taskId/completion', { taskId, version, outcome })
        tell({ words: t('ended', { outcome: t(`outcome.${outcome}`) }) })
      } finally {
        await again()
      }
    })
  }

  return (
    <div className="task">
      <p>
        <strong>{t(`kind.${task.kind}`)}</strong>
      </p>
      <p className="soft small">
        {t('dueAt')} <Time at={task.dueAt} />
      </p>
      {task.escalatedTo && <Status kind="late">{t('escalated', { name: task.escalatedTo.name })}</Status>}
      {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
      {mayEnd && (
        <fieldset className="task-ends">
          <legend className="small">{t(`endings.${task.kind}`)}</legend>
          {endings[task.kind].map((outcome) => (
            <Button key={outcome} onClick={() => void end(outcome)} isBusy={isBusy}>
              {t(`outcome.${outcome}`)}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  )
}
