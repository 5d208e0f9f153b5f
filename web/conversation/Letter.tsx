import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { Status } from '../components/Status.tsx'
import { Time, useTimeWords } from '../components/Time.tsx'
import { Attachments } from './Attachments.tsx'
import type { ShownMessage } from './merged.ts'
import { usePersonWords } from './person-words.ts'
import type { Message, Side } from './types.ts'

type Props = {
  membershipId: string
  message: ShownMessage
  side: Side
  clinic: string
  isRestricted: boolean
  isFound: boolean
  onWithdraw: (() => void) | undefined
}

/** The id of a letter's heading, by which it is found on the page. */
export function letterId(messageId: string): string {
  return `message-${messageId}`
}

/** One message: from whom and when, its words and files, what became of it. */
export function Letter({ membershipId, message, side, clinic, isRestricted, isFound, onWithdraw }: Props): ReactNode {
  const t = useTranslations('conversation')
  const merged = useTranslations('merged')
  const split = useTranslations('split')
  const { authorWords } = usePersonWords()
  const timeWords = useTimeWords()
  const author = authorWords(message, { side, clinic })
  const headingId = letterId(message.id)
  const isFromPatient = message.author.kind === 'patient'

  return (
    <li
      className="letter"
      data-kind={message.kind}
      data-from={isFromPatient ? 'patient' : 'clinic'}
      data-found={isFound || undefined}
      data-withdrawn={message.retractedAt !== null || undefined}
    >
      <article aria-labelledby={headingId}>
        <header className="letter-head">
          <h3 id={headingId}>{author}</h3>
          <p className="soft small">
            <Time at={message.sentAt} />
          </p>
          {message.answeredIn && <p className="soft small">{split('answeredIn', { name: message.answeredIn.name })}</p>}
          {message.of && <p className="soft small">{merged('from', { name: message.of.name })}</p>}
        </header>
        {message.retractedAt === null ? (
          <Words message={message} side={side} isRestricted={isRestricted} />
        ) : (
          <Withdrawn message={message} author={author} isRestricted={isRestricted} />
        )}
        {message.attachments.length > 0 && (
          <Attachments membershipId={membershipId} attachments={message.attachments} />
        )}
        <footer className="letter-foot">
          <FirstRead message={message} side={side} />
          {onWithdraw && (
            <Button
              look="quiet"
              onClick={onWithdraw}
              aria-label={t('withdrawn.buttonFor', { when: timeWords(message.sentAt) })}
            >
              {t('withdrawn.button')}
            </Button>
          )}
        </footer>
      </article>
    </li>
  )
}

function Words(props: { message: Message; side: Side; isRestricted: boolean }): ReactNode {
  const t = useTranslations('conversation.thread')
  const { message, side, isRestricted } = props
  if (isRestricted) {
    return <p className="soft">{t('hidden')}</p>
  }
  const words = (
    <>
      {message.text !== '' && (
        <p className="letter-text typed" dir="auto">
          {message.text}
        </p>
      )}
      <Below message={message} />
    </>
  )
  // The clinic knows its own automatic reply by heart.
  return side === 'clinic' && message.kind === 'auto-reply' ? (
    <details>
      <summary>{t('showAutomatic')}</summary>
      {words}
    </details>
  ) : (
    words
  )
}

/** Signature and footer, as they were sent. */
function Below({ message: { footer } }: { message: Message }): ReactNode {
  return footer === '' ? null : (
    <p className="letter-below typed soft small" dir="auto">
      {footer}
    </p>
  )
}

/** The trace of a message taken back: by whom, when, why; its words are there for who must know what was read. */
function Withdrawn(props: { message: Message; author: string; isRestricted: boolean }): ReactNode {
  const t = useTranslations('conversation.withdrawn')
  const timeWords = useTimeWords()
  const { message, author, isRestricted } = props
  const when = timeWords(message.retractedAt ?? message.sentAt)
  return (
    <div className="stack letter-withdrawn">
      <Status kind="closed">{message.isMine ? t('byYou', { when }) : t('by', { author, when })}</Status>
      {message.retractionReason !== null && (
        <p className="typed">{t('reason', { reason: message.retractionReason })}</p>
      )}
      {!isRestricted && message.text !== '' && (
        <details>
          <summary>{t('showText')}</summary>
          <p className="letter-text typed" dir="auto">
            {message.text}
          </p>
          <Below message={message} />
        </details>
      )}
    </div>
  )
}

/** A receipt as a sentence, for the clinic; the patient is told the stage of the whole instead. */
function FirstRead({ message, side }: { message: Message; side: Side }): ReactNode {
  const t = useTranslations('conversation.read')
  const timeWords = useTimeWords()
  const isFromPatient = message.author.kind === 'patient'
  if (message.kind === 'auto-reply' || side === 'patient') {
    return null
  }
  if (message.firstReadAt === null) {
    return <p className="soft small">{isFromPatient ? t('notByClinic') : t('notByPatient')}</p>
  }
  const when = timeWords(message.firstReadAt)
  return <p className="soft small">{isFromPatient ? t('byClinic', { when }) : t('byPatient', { when })}</p>
}
