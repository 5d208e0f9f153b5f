import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../components/Link.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { phoneLink } from '../components/UrgentLine.tsx'
import { Composer } from '../conversation/Composer.tsx'
import { headOf } from '../conversation/merged.ts'
import type { Conversation, Sent } from '../conversation/types.ts'
import { postAnswer } from '../conversation/use-send.ts'
import { useRead } from '../api/use-read.ts'
import { hrefTo } from '../patient-router.tsx'
import { useMember } from './Member.tsx'
import { routes } from './routes.ts'
import { askAgainWhetherToWrite, refusalOf, useWriting, type Writing } from './use-writing.ts'
import { KeptWords } from './write/KeptWords.tsx'
import { StopNotice } from './write/StopNotice.tsx'
import { useOnceOpen } from './write/use-once-open.ts'
import { useRefusalWords } from './write/use-refusal-words.ts'
import { WhenToWrite } from './write/WhenToWrite.tsx'

type Props = {
  membershipId: string
  conversation: Conversation
  lastSequence: number
  /** The answer to what was sent from this page last. */
  sent: Sent | null
  onSent: (sent: Sent) => void
  onMovedOn: () => Promise<void>
}

/** The end of a conversation: the place to answer, or why there is none and what to do instead. */
export function Reply(props: Props): ReactNode {
  const t = useTranslations('patient.reply')
  const { conversation } = props
  return (
    <section className="stack screen-only" id="reply" aria-labelledby="reply-title">
      <h2 id="reply-title">{conversation.can.reply ? t('title') : t('noTitle')}</h2>
      {props.sent && <SentNotice sent={props.sent} />}
      {conversation.can.reply ? <OpenOrStopped {...props} /> : <NoAnswer {...props} />}
    </section>
  )
}

/** Stopped before anything was written: said in place of the form. Stopped meanwhile: said above it, and the words stay. */
function OpenOrStopped(props: Props): ReactNode {
  const { data: writing, problem } = useWriting(props.membershipId)
  return writing || problem ? <KnownAnswer {...props} writing={writing} /> : <Loading />
}

function KnownAnswer({ writing, ...props }: Props & { writing: Writing | undefined }): ReactNode {
  const { membershipId, conversation } = props
  const refusal = refusalOf(writing, { act: 'answer', topicId: conversation.topicId })
  const notice = writing && refusal && <StopNotice refusal={refusal} writing={writing} act="answer" />
  const { data: practice } = useRead('GET /api/as/:membershipId/practice', { membershipId })
  const hasBegun = useOnceOpen(refusal === null)
  return (
    <>
      {practice && <WhenToWrite practice={practice} />}
      {notice}
      {notice && !hasBegun ? <KeptWords text={conversation.draft?.text ?? ''} /> : <Answer {...props} />}
    </>
  )
}

function SentNotice({ sent }: { sent: Sent }): ReactNode {
  const t = useTranslations('patient.reply')
  const timeWords = useTimeWords()
  return (
    <Notice kind="success" heading={t('sent')} isNew>
      {sent.dueAt && t('expect', { when: timeWords(sent.dueAt) })}
    </Notice>
  )
}

function Answer({ membershipId, conversation, lastSequence, onSent, onMovedOn }: Props): ReactNode {
  const t = useTranslations('patient.reply')
  const timeWords = useTimeWords()
  const explain = useRefusalWords()
  const { mode, replyUntil, status } = conversation
  return (
    <>
      {status === 'closed' && <p>{t('reopens')}</p>}
      {mode === 'reply-until' && replyUntil && <p>{t('until', { when: timeWords(replyUntil) })}</p>}
      <Composer
        membershipId={membershipId}
        conversation={conversation}
        post={(letter) =>
          postAnswer({ membershipId, conversationId: conversation.id, seenSequence: lastSequence }, letter)
        }
        label={t('label')}
        onSent={(sent) => {
          onSent(sent)
          askAgainWhetherToWrite()
        }}
        onMovedOn={onMovedOn}
        explain={explain}
      />
    </>
  )
}

/** One-way, too late, or closed for too long: each says so, and how to write instead. */
function NoAnswer({ membershipId, conversation }: Props): ReactNode {
  const t = useTranslations('patient.reply')
  const merged = useTranslations('merged')
  const timeWords = useTimeWords()
  const { practice } = useMember()
  const { mode, replyUntil, closedAt, topicId, draft } = conversation
  const isMerged = headOf(conversation) !== undefined
  const topics = `${hrefTo(routes.topic, { membershipId })}?${new URLSearchParams({ topic: topicId })}`

  function why(): ReactNode {
    if (isMerged) {
      return merged('patient.goesOn')
    }
    if (mode === 'one-way') {
      return t('oneWay', { clinic: practice.name })
    }
    if (mode === 'reply-until' && replyUntil) {
      return t('tooLate', { when: timeWords(replyUntil) })
    }
    return closedAt
      ? t('closed', { when: timeWords(closedAt, 'day') })
      : t.rich('notNow', { phone: practice.phone, call: phoneLink(practice.phone) })
  }

  return (
    <>
      <p>{why()}</p>
      {draft && draft.text !== '' && (
        <Notice kind="info" heading={t('kept')}>
          <p className="typed" dir="auto">
            {draft.text}
          </p>
        </Notice>
      )}
      {!isMerged && (
        <p>
          <Link to={topics} look="primary">
            {t('startNew')}
          </Link>
        </p>
      )}
    </>
  )
}
