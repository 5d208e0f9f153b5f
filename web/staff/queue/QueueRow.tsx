import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { ConsultLine } from '../consults/ConsultLine.tsx'
import type { QueueShown } from '../addresses.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { useDeferralWords } from '../focus/deferral-words.ts'
import { useAgeWords, useDueWords, useYearsWords } from './due.ts'
import { rowElementId } from './use-queue-keys.ts'
import type { QueueItem } from './use-queue.ts'

type Props = {
  item: QueueItem
  queue: string
  shown: QueueShown
  isOpen: boolean
  isChosen: boolean
  onChoose: () => void
  onFocus: () => void
}

/** One piece of work, to be decided on without opening it: how urgent, who, about what, by when, whose, what else. */
export function QueueRow({ item, queue, shown, isOpen, isChosen, onChoose, onFocus }: Props): ReactNode {
  const t = useTranslations('staffQueue')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const yearsWords = useYearsWords()
  const { conversation, patient } = item
  return (
    <li className="queue-row" data-open={isOpen || undefined} data-unread={conversation.isUnread || undefined}>
      <p className="row-urgency">
        <input
          type="checkbox"
          className="row-choice screen-only"
          aria-label={t('choose', { name: patient.name })}
          checked={isChosen}
          onChange={onChoose}
          onFocus={onFocus}
        />
        <Urgency item={item} />
      </p>
      <p className="row-patient">
        <Link
          id={rowElementId(item)}
          to={addresses.queue(queue, shown, conversation.id)}
          look="plain"
          aria-current={isOpen ? 'true' : undefined}
          onFocus={onFocus}
        >
          <span className="row-name">{patient.name}</span> <span className="soft">{yearsWords(patient.birthDate)}</span>
        </Link>
      </p>
      <p className="row-about">
        <span className="row-topic">{conversation.topic[language]}</span>
        {conversation.subject !== '' && <span className="row-subject">{conversation.subject}</span>}
        <span className="row-line soft">{conversation.lastLine}</span>
      </p>
      <Flags item={item} />
      <p className="row-owner">
        <Owner item={item} />
      </p>
      <p className="row-due">
        <When item={item} />
      </p>
      <ConsultLine consult={item.consult} />
    </li>
  )
}

/** Somebody has to act. The last task of what was answered stands in its row too, and is over. */
function isWaiting(task: QueueItem['task']): task is NonNullable<QueueItem['task']> {
  return task?.status === 'requested' || task?.status === 'accepted'
}

function Urgency({ item: { task, conversation } }: { item: QueueItem }): ReactNode {
  const t = useTranslations('staff')
  if (conversation.status === 'closed') {
    return <Status kind="closed">{t('queue.closed')}</Status>
  }
  if (!isWaiting(task)) {
    return <Status kind="done">{t('queue.answered')}</Status>
  }
  return task.priority === 'urgent' ? (
    <Status kind="urgent" isStrong>
      {t('priority.urgent')}
    </Status>
  ) : (
    <Status kind="waiting">{t('priority.routine')}</Status>
  )
}

function Owner({ item: { task, conversation } }: { item: QueueItem }): ReactNode {
  const t = useTranslations('staff')
  const { id: me } = useMembership()
  const absences = useTranslations('staffAbsences')
  if (conversation.status === 'closed') {
    return conversation.outcome && t(`outcomes.${conversation.outcome}`)
  }
  if (!isWaiting(task)) {
    const { kind, name } = conversation.lastAuthor
    return kind === 'practitioner' ? t('queue.lastFrom', { name }) : null
  }
  if (!task.owner) {
    return <span className="soft">{t('queue.unclaimed')}</span>
  }
  const name = task.owner.id === me ? t('queue.mine', { name: task.owner.name }) : task.owner.name
  return task.coveringFor ? (
    <>
      {name} <span className="soft">{absences('covering', { name: task.coveringFor.name })}</span>
    </>
  ) : (
    name
  )
}

function When({ item: { task, conversation } }: { item: QueueItem }): ReactNode {
  const t = useTranslations('staff.queue')
  const dueWords = useDueWords()
  const ageWords = useAgeWords()
  const timeWords = useTimeWords()
  const deferralWords = useDeferralWords()
  if (conversation.status === 'closed' || !isWaiting(task)) {
    const at = (conversation.status === 'closed' && conversation.closedAt) || conversation.lastMessageAt
    return (
      <time dateTime={at} title={timeWords(at)}>
        {t('ago', { age: ageWords(at) })}
      </time>
    )
  }
  const { isLate, words } = dueWords(task.dueAt)
  return (
    <time dateTime={task.dueAt} title={timeWords(task.dueAt)}>
      {isLate && !deferralWords(task)?.isWaiting ? <Status kind="late">{words}</Status> : words}
    </time>
  )
}

/** What else stands there, in words; nothing where there is nothing. */
function Flags({ item }: { item: QueueItem }): ReactNode {
  const t = useTranslations('staff.flags')
  const later = useTranslations('staffLater')
  const followUp = useTranslations('staffFollowUp')
  const rules = useTranslations('staffRules')
  const timeWords = useTimeWords()
  const { id: me } = useMembership()
  const { conversation, task, notesCount, presentCount, patient, labelIds } = item
  const { language } = useLanguage()
  const deferral = useDeferralWords()(task)
  const known = useRead('GET /api/as/:membershipId/labels', {}, { isWanted: labelIds.length > 0 })
  const labels = known.data?.items.filter(({ id }) => labelIds.includes(id)) ?? []
  return (
    <ul className="row-flags plain-list small">
      {conversation.isUnread && (
        <li>
          <Status kind="new">{t('new')}</Status>
        </li>
      )}
      {isWaiting(task) && deferral && (
        <li>
          <Status kind={deferral.isWaiting ? 'active' : 'new'}>{deferral.words}</Status>
        </li>
      )}
      {isWaiting(task) && item.isAwaitingPatient && (
        <li>
          <Status kind="active">{rules('awaitsPatient')}</Status>
        </li>
      )}
      {isWaiting(task) && task.escalatedTo && (
        <li>
          <Status kind="late">
            {task.escalatedTo.id === me ? t('escalatedToYou') : t('escalated', { name: task.escalatedTo.name })}
          </Status>
        </li>
      )}
      {isWaiting(task) && task.kind === 'contact-patient' && (
        <li className="flag">
          <Icon name="phone" /> {t('contact')}
        </li>
      )}
      {isWaiting(task) && task.kind === 'follow-up' && (
        <li className="flag">
          {item.followUp === '' ? followUp('flagHidden') : followUp('flag', { text: item.followUp })}
        </li>
      )}
      {item.answerAt !== null && (
        <li>
          <Status kind="waiting">{later('inRow', { when: timeWords(item.answerAt) })}</Status>
        </li>
      )}
      {conversation.hasAttachment && (
        <li className="flag">
          <Icon name="clip" /> {t('attachment')}
        </li>
      )}
      {notesCount > 0 && (
        <li>
          <Status kind="note">{t('notes', { count: notesCount })}</Status>
        </li>
      )}
      {presentCount > 0 && (
        <li>
          <Status kind="active">{t('present', { count: presentCount })}</Status>
        </li>
      )}
      {patient.language === 'fr' && <li className="flag">{t('french')}</li>}
      {labels.map(({ id, name }) => (
        <li key={id} className="flag row-label">
          {name[language]}
        </li>
      ))}
    </ul>
  )
}
