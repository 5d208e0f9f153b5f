import { useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import type { QueueShown } from '../addresses.ts'
import { Answered } from '../Answered.tsx'
import { KeptWords } from '../consults/KeptWords.tsx'
import { WrittenHere } from '../consults/written.tsx'
import { useAddresses } from '../membership.tsx'
import { Desk } from './Desk.tsx'
import { useConversation } from './use-conversation.ts'
import { useShowMessage } from './use-show-message.ts'
import './desk.css'

/** A conversation beside its queue. */
export function ConversationPage(): ReactNode {
  const { conversationId = '', queue = 'mine' } = useParams({ strict: false })
  const shown = useSearch({ strict: false }) as QueueShown
  const addresses = useAddresses()
  const back = addresses.queue(queue, shown)
  return <OneConversation key={conversationId} conversationId={conversationId} back={back} />
}

/** A conversation beside what was found; the message that was found comes into view. */
export function FoundConversationPage(): ReactNode {
  const { conversationId = '' } = useParams({ strict: false })
  const { message } = useSearch({ strict: false }) as { message?: string }
  const addresses = useAddresses()
  return (
    <OneConversation
      key={conversationId}
      conversationId={conversationId}
      back={addresses.search}
      foundMessageId={message}
    />
  )
}

/** A conversation on its own: from the unfiled list, from a patient's card, from a link. */
export function LoneConversationPage(): ReactNode {
  const { conversationId = '' } = useParams({ strict: false })
  const addresses = useAddresses()
  return (
    <div className="desk" data-open>
      <OneConversation key={conversationId} conversationId={conversationId} back={addresses.start} />
    </div>
  )
}

type Props = { conversationId: string; back: string | Back; foundMessageId?: string | undefined }
export type Back = { to: string; label: string }

/** One conversation, however one came to it. */
export function OneConversation(props: Props): ReactNode {
  return (
    <WrittenHere>
      <Conversation {...props} />
    </WrittenHere>
  )
}

function Conversation({ conversationId, back: way, foundMessageId }: Props): ReactNode {
  const t = useTranslations('staff.desk')
  const back = typeof way === 'string' ? { to: way, label: t('toQueue') } : way
  const answer = useConversation(conversationId)
  useShowMessage(foundMessageId, answer)
  if (answer.error instanceof ApiProblem && answer.error.status === 404) {
    return (
      <div className="conversation-pane">
        <KeptWords conversationId={conversationId} />
        <NotFound home={back.to} />
      </div>
    )
  }
  return (
    <section className="conversation-pane" aria-label={t('label')}>
      {answer.data === undefined ? (
        <Page title={t('label')} back={back}>
          <Answered answer={answer} lines={8}>
            {() => null}
          </Answered>
        </Page>
      ) : (
        <Answered answer={answer}>
          {(conversation) => (
            <Desk
              conversation={conversation}
              back={back}
              foundMessageId={foundMessageId}
              older={conversation.hasOlder ? { show: answer.showOlder, isReading: answer.isReadingOlder } : undefined}
            />
          )}
        </Answered>
      )}
    </section>
  )
}
