import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { invalidate } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { inOrder } from '../conversation/merged.ts'
import { useSplitLetters } from '../conversation/split.ts'
import { Thread } from '../conversation/Thread.tsx'
import type { Conversation, Sent } from '../conversation/types.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { hrefTo } from '../patient-router.tsx'
import { useMember } from './Member.tsx'
import { Away } from './Away.tsx'
import { MergedNotices, PartRead, useParts } from './Merged.tsx'
import { Reply } from './Reply.tsx'
import { routes } from './routes.ts'
import { SplitNotices } from './SplitNotices.tsx'
import { Expected, Stage } from './Stage.tsx'
import { useCheckedFiles } from './use-checked-files.ts'
import { useConversation } from './use-conversation.ts'
import { useMarkRead } from './use-mark-read.ts'

/** A conversation, read like letters, with the answer at its end. */
export function ConversationPage(props: { membershipId: string; conversationId: string }): ReactNode {
  const { membershipId, conversationId } = props
  const t = useTranslations('patient.conversation')
  const { language } = useLanguage()
  const read = useConversation(membershipId, conversationId)
  const { conversation, problem, reload } = read
  const merged = useParts(membershipId, conversation)
  const back = { to: hrefTo(routes.home, { membershipId }), label: t('back') }

  if (!conversation) {
    return (
      <Page title={t('title')} back={back}>
        {problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading lines={8} />}
      </Page>
    )
  }
  const topic = conversation.topic[language]
  const subject = conversation.subject === '' ? topic : conversation.subject
  return (
    <Page title={t('titleOf', { subject })} heading={<span dir="auto">{subject}</span>} back={back}>
      {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
      <Facts conversation={conversation} topic={topic} />
      <Away away={conversation.away} />
      <MergedNotices {...merged} membershipId={membershipId} conversation={conversation} />
      <SplitNotices membershipId={membershipId} conversation={conversation} />
      <Letters {...read} conversation={conversation} membershipId={membershipId} parts={merged.parts} />
    </Page>
  )
}

/** About what, with whom, where it stands. */
function Facts({ conversation, topic }: { conversation: Conversation; topic: string }): ReactNode {
  const t = useTranslations('patient.conversation')
  const common = useTranslations('common.buttons')
  const { practice } = useMember()
  return (
    <div className="conversation-facts">
      <div>
        <p className="soft">{t('with', { topic, team: conversation.careTeam.name, clinic: practice.name })}</p>
        <Stage conversation={conversation} />
        <Expected conversation={conversation} />
      </div>
      <Button onClick={() => print()}>{common('print')}</Button>
    </div>
  )
}

type LettersProps = ReturnType<typeof useConversation> & {
  conversation: Conversation
  membershipId: string
  /** What the clinic put into it. */
  parts: readonly Conversation[]
}

function Letters(props: LettersProps): ReactNode {
  const { conversation, membershipId, messages, seenSequence, firstNew, isFresh, older, reload, parts } = props
  const { language } = useLanguage()
  const t = useTranslations('patient.conversation')
  const { practice } = useMember()
  const withSplits = useSplitLetters(conversation)
  const [sent, setSent] = useState<Sent | null>(null)
  useMarkRead({ membershipId, conversationId: conversation.id, last: messages.at(-1), isFresh })
  useCheckedFiles(messages, () => void reload())
  useReplyInAddress(isFresh)

  return (
    <>
      {firstNew && (
        <p className="screen-only">
          <a href={`#message-${firstNew.id}`}>{t('toNew')}</a>
        </p>
      )}
      {parts.map((part) => (
        <PartRead key={part.id} membershipId={membershipId} part={part} isFresh={isFresh} />
      ))}
      <Thread
        membershipId={membershipId}
        conversationId={conversation.id}
        messages={withSplits(inOrder(messages, older !== undefined, parts, language))}
        side="patient"
        clinic={practice.name}
        seenSequence={seenSequence}
        older={older}
        onWithdrawn={
          conversation.status === 'open' ? () => invalidate((key) => key.includes('/conversations/')) : undefined
        }
      />
      {isFresh && (
        <Reply
          key={conversation.id}
          membershipId={membershipId}
          conversation={conversation}
          lastSequence={messages.at(-1)?.sequence ?? 0}
          sent={sent}
          onSent={(answer) => {
            setSent(answer)
            void reload()
          }}
          onMovedOn={reload}
        />
      )}
    </>
  )
}

/** An address that ends in #reply comes from a draft of an answer: its writer goes on writing. */
function useReplyInAddress(isFresh: boolean): void {
  useEffect(() => {
    if (isFresh && location.hash === '#reply') {
      document.getElementById('message-text')?.focus()
    }
  }, [isFresh])
}
