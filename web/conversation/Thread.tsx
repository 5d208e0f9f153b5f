import { Fragment, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { Letter } from './Letter.tsx'
import { WithdrawDialog } from './WithdrawDialog.tsx'
import type { ShownMessage } from './merged.ts'
import type { Side } from './types.ts'
import './Thread.css'

type Props = {
  membershipId: string
  conversationId: string
  messages: readonly ShownMessage[]
  side: Side
  /** Whose automatic reply it is: the practice's name. */
  clinic: string
  /** What came after this sequence number was not seen before; a rule marks where it begins. */
  seenSequence?: number | undefined
  /** There are messages before the first one shown. */
  older?: { show: () => void; isReading: boolean } | undefined
  /** The one that was looked for. */
  foundMessageId?: string | undefined
  /** The words are withheld from this reader: only that there are messages is shown. */
  isRestricted?: boolean
  /** The reader may withdraw their own messages; called after one was. */
  onWithdrawn?: (() => void) | undefined
}

/** A conversation as it is read: letters, the oldest first. */
export function Thread(props: Props): ReactNode {
  const t = useTranslations('conversation.thread')
  const [withdrawing, setWithdrawing] = useState<ShownMessage | null>(null)
  const { messages, seenSequence, older, onWithdrawn } = props
  const firstNew =
    seenSequence === undefined
      ? undefined
      : messages.find(({ sequence, of }) => of === undefined && sequence > seenSequence)

  if (messages.length === 0) {
    return <p className="soft">{t('none')}</p>
  }
  return (
    <>
      <h2 className="visually-hidden">{t('label')}</h2>
      {older && (
        <p className="thread-older screen-only">
          <Button onClick={older.show} isBusy={older.isReading}>
            {t('older')}
          </Button>
        </p>
      )}
      <ol className="thread plain-list" aria-label={t('label')}>
        {messages.map((message) => (
          <Fragment key={message.id}>
            {message === firstNew && (
              <li className="thread-new">
                <span>{t('newFrom')}</span>
              </li>
            )}
            <Letter
              membershipId={props.membershipId}
              message={message}
              side={props.side}
              clinic={props.clinic}
              isRestricted={props.isRestricted ?? false}
              isFound={message.id === props.foundMessageId}
              onWithdraw={onWithdrawn && canWithdraw(message) ? () => setWithdrawing(message) : undefined}
            />
          </Fragment>
        ))}
      </ol>
      {onWithdrawn && (
        <WithdrawDialog
          membershipId={props.membershipId}
          conversationId={withdrawing?.of?.conversationId ?? props.conversationId}
          message={withdrawing}
          onClose={() => setWithdrawing(null)}
          onWithdrawn={onWithdrawn}
        />
      )}
    </>
  )
}

function canWithdraw(message: ShownMessage): boolean {
  return message.isMine && message.kind === 'message' && message.retractedAt === null
}
