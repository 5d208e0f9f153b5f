import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { useRead } from '../api/use-read.ts'
import { announce } from '../components/Announcer.tsx'
import { usePersonWords } from '../conversation/person-words.ts'
import type { Conversation, Message } from '../conversation/types.ts'
import { useMember } from './Member.tsx'

type ConversationRead = {
  conversation: Conversation | undefined
  /** All that has been fetched, the oldest first. */
  messages: readonly Message[]
  problem: ApiProblem | undefined
  reload: () => Promise<void>
  /** What is shown was read since the page was opened: only then may its draft be written on. */
  isFresh: boolean
  /** Up to here everything was seen when the page was opened. */
  seenSequence: number | undefined
  firstNew: Message | undefined
  older: { show: () => void; isReading: boolean } | undefined
}

/** A conversation as it stands now, followed while it is on the screen; earlier messages are fetched when asked for. */
export function useConversation(membershipId: string, conversationId: string): ConversationRead {
  const read = useRead('GET /api/as/:membershipId/conversations/:conversationId', { membershipId, conversationId })
  const { data, problem, isReading, reload } = read
  const [earlier, setEarlier] = useState<Conversation>()
  const [isReadingOlder, setIsReadingOlder] = useState(false)
  const isFresh = useFresh(isReading)
  const firstOfPage = data?.messages[0]?.sequence ?? 0
  const messages = [
    ...(earlier?.messages ?? []).filter(({ sequence }) => sequence < firstOfPage),
    ...(data?.messages ?? []),
  ]
  const seenSequence = useSeen(isFresh ? messages : undefined)
  useArrivals(data?.messages ?? [])
  const before = earlier ? earlier.before : (data?.before ?? null)

  async function showOlder(): Promise<void> {
    if (before === null) {
      return
    }
    setIsReadingOlder(true)
    try {
      const page = await call('GET /api/as/:membershipId/conversations/:conversationId', {
        membershipId,
        conversationId,
        before,
      })
      setEarlier({ ...page, messages: [...page.messages, ...(earlier?.messages ?? [])] })
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
    } finally {
      setIsReadingOlder(false)
    }
  }

  return {
    conversation: data,
    messages,
    problem,
    reload,
    isFresh,
    seenSequence,
    firstNew: seenSequence === undefined ? undefined : messages.find(({ sequence }) => sequence > seenSequence),
    older: before === null ? undefined : { show: () => void showOlder(), isReading: isReadingOlder },
  }
}

/** True once a read that began with this page has ended. */
function useFresh(isReading: boolean): boolean {
  const hasBegun = useRef(false)
  const [isFresh, setIsFresh] = useState(false)
  useEffect(() => {
    if (isReading) {
      hasBegun.current = true
    } else if (hasBegun.current) {
      setIsFresh(true)
    }
  }, [isReading])
  return isFresh
}

/** Where the reader had got to when the page was opened; it stays, so that the mark of what is new stays too. */
function useSeen(messages: readonly Message[] | undefined): number | undefined {
  const [seen, setSeen] = useState<number>()
  useEffect(() => {
    if (seen === undefined && messages !== undefined) {
      const unread = messages.find(({ author, kind, firstReadAt }) => {
        return author.kind !== 'patient' && kind === 'message' && firstReadAt === null
      })
      setSeen(unread ? unread.sequence - 1 : (messages.at(-1)?.sequence ?? 0))
    }
  }, [seen, messages])
  return seen
}

/** Says politely that a message came while the page was open. */
function useArrivals(messages: readonly Message[]): void {
  const t = useTranslations('patient.conversation')
  const { authorWords } = usePersonWords()
  const { practice } = useMember()
  const newest = messages.at(-1)
  const known = useRef<number>(undefined)

  useEffect(() => {
    const before = known.current
    known.current = newest?.sequence
    const arrived = messages.find((message) => {
      return before !== undefined && message.sequence > before && !message.isMine && message.kind === 'message'
    })
    if (arrived) {
      announce(t('arrived', { author: authorWords(arrived, { side: 'patient', clinic: practice.name }) }))
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [newest?.sequence])
}
