import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useDeferralWords } from '../focus/deferral-words.ts'
import { useDueWords } from '../queue/due.ts'
import { ExpectationLine } from '../seeing/ExpectationLine.tsx'
import { mainTask, type Worked } from './use-conversation.ts'

/** In one line: about what, how urgent, by when, whose, and who may write. */
export function Facts({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staff')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const task = mainTask(conversation)
  const { mode, replyUntil } = conversation
  return (
    <div className="desk-facts">
      <p className="desk-topic">
        <strong>{conversation.topic[language]}</strong>
        {conversation.subject !== '' && <span> {conversation.subject}</span>}
      </p>
      <ul className="plain-list">
        {conversation.status === 'closed' && conversation.outcome && conversation.closedAt && (
          <li>
            <Status kind="closed">
              {t('desk.closedAs', {
                outcome: t(`outcomes.${conversation.outcome}`),
                when: timeWords(conversation.closedAt),
              })}
            </Status>
          </li>
        )}
        {task && <TaskFacts task={task} />}
        {conversation.status === 'open' && !task && (
          <li>
            <Status kind="done">{t('desk.nothingToDo')}</Status>
          </li>
        )}
        {conversation.expectedAt !== null && conversation.expectedAt !== conversation.dueAt && (
          <li>{t('desk.told', { when: timeWords(conversation.expectedAt) })}</li>
        )}
        {conversation.away && <Away away={conversation.away} />}
        {task?.kind === 'respond' && (
          <li>
            <ExpectationLine />
          </li>
        )}
        <li className="soft">{t('desk.inbox', { inbox: conversation.careTeam.name })}</li>
        {mode === 'one-way' && <li className="soft">{t('mode.one-way')}</li>}
        {mode === 'reply-until' && replyUntil && (
          <li className="soft">{t('mode.replyUntilWhen', { when: timeWords(replyUntil) })}</li>
        )}
      </ul>
    </div>
  )
}

function Away({ away }: { away: NonNullable<Worked['away']> }): ReactNode {
  const t = useTranslations('staffAbsences')
  const timeWords = useTimeWords()
  return (
    <li>
      {t('awayNow', { name: away.who.name, when: timeWords(away.backAt) })}{' '}
      {t('answersMeanwhile', { name: away.by.name })}
    </li>
  )
}

function TaskFacts({ task }: { task: NonNullable<ReturnType<typeof mainTask>> }): ReactNode {
  const t = useTranslations('staff')
  const absences = useTranslations('staffAbsences')
  const dueWords = useDueWords()
  const timeWords = useTimeWords()
  const { isLate, words } = dueWords(task.dueAt)
  const deferral = useDeferralWords()(task)
  const exact = timeWords(task.dueAt)
  return (
    <>
      <li>
        <Status kind={task.priority === 'urgent' ? 'urgent' : 'waiting'} isStrong={task.priority === 'urgent'}>
          {t(`priority.${task.priority}`)}
        </Status>
      </li>
      {deferral && (
        <li>
          <Status kind={deferral.isWaiting ? 'active' : 'new'}>{deferral.words}</Status>
        </li>
      )}
      <li>
        {isLate && !deferral?.isWaiting ? (
          <Status kind="late" isStrong>
            {t('desk.wasDue', { words, when: exact })}
          </Status>
        ) : (
          t('desk.due', { words, when: exact })
        )}
      </li>
      <li>
        {task.owner
          ? t(`desk.owner.${task.status === 'accepted' ? 'accepted' : 'assigned'}`, { name: task.owner.name })
          : t('queue.unclaimed')}
      </li>
      {task.coveringFor && <li>{absences('covering', { name: task.coveringFor.name })}</li>}
    </>
  )
}
