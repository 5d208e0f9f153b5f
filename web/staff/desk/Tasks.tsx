import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { contactEndings, contactStep, contactTries, type ContactOutcome } from '../../../shared/task.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { Time, useTimeWords } from '../../components/Time.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useActProblemWords } from './act-words.ts'
import { NoticeList } from './NoticeList.tsx'
import { isOpen, useConversationAgain, type Task, type Worked } from './use-conversation.ts'

/** How each kind of task may end without a message (the server holds the same table). */
function endingsOf(task: Task): readonly Ending[] {
  switch (task.kind) {
    case 'respond':
      return ['no-reply-needed', 'reached']
    case 'contact-patient':
      return contactEndings[contactStep(task)]
    case 'follow-up':
      return ['done']
  }
}
type Ending = ContactOutcome | 'no-reply-needed' | 'done'

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
  const followUp = useTranslations('staffFollowUp')
  const problemWords = useActProblemWords()
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const mayEnd = conversation.can.assign && !(conversation.work.isRestricted && task.kind !== 'contact-patient')

  const words = conversation.work.notes.find(({ id }) => id === task.noteId)?.text

  async function end(outcome: Ending): Promise<void> {
    const { id: taskId, version } = task
    const goesOn = task.kind === 'contact-patient' && contactTries.some((one) => one === outcome)
    await run(async () => {
      try {
        const seenSequence = conversation.allMessages.at(-1)?.sequence ?? 0
        const ending = { taskId, version, outcome, seenSequence }
        await memberCall('PUT /api/as/:membershipId/tasks/:taskId/completion', ending)
        tell({
          words:
            task.kind === 'follow-up'
              ? followUp('ended')
              : t(goesOn ? 'noted' : 'ended', { outcome: t(`outcome.${outcome}`) }),
        })
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
      {words !== undefined && (
        <p className="task-words" id={`task-words-${task.id}`}>
          {words}
        </p>
      )}
      {task.owner && task.kind === 'follow-up' && <p className="soft small">{task.owner.name}</p>}
      <p className="soft small">
        {t('dueAt')} <Time at={task.dueAt} />
      </p>
      {task.escalatedTo && <Status kind="late">{t('escalated', { name: task.escalatedTo.name })}</Status>}
      {task.kind === 'contact-patient' && <Contact task={task} conversationId={conversation.id} />}
      {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
      {mayEnd && (
        <fieldset
          className="task-ends"
          // Of several tasks each says whose end it is.
          aria-describedby={words === undefined ? undefined : `task-words-${task.id}`}
        >
          <legend className="small">{t(`endings.${task.kind}`)}</legend>
          {endingsOf(task).map((outcome) => (
            <Button key={outcome} onClick={() => void end(outcome)} isBusy={isBusy}>
              {t(`outcome.${outcome}`)}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** What was tried, and what to say on the telephone: nothing that somebody else may hear. */
function Contact({ task, conversationId }: { task: Task; conversationId: string }): ReactNode {
  const t = useTranslations('staff.tasks')
  const timeWords = useTimeWords()
  const { practice } = useMembership()
  const { attempts, lastAttempt, dueAt } = task
  return (
    <>
      <NoticeList conversationId={conversationId} />
      {lastAttempt !== null && (
        <p>{t('tried', { count: attempts, outcome: t(`outcome.${lastAttempt}`), when: timeWords(dueAt) })}</p>
      )}
      {contactStep(task) === 'letter' ? (
        <p>{t('letter')}</p>
      ) : (
        <details>
          <summary>{t('script')}</summary>
          <p>{t('scriptWords', { clinic: practice.name })}</p>
        </details>
      )}
    </>
  )
}
