import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Outcome } from '../../shared/conversation.ts'
import { call } from '../api/client.ts'
import { newId } from '../api/new-id.ts'
import { ApiProblem } from '../api/problem.ts'
import { announce } from '../components/Announcer.tsx'
import { measure } from '../components/TextArea.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import type { Draft } from './draft.ts'
import type { WritingLimits } from './MessageFields.tsx'

/** Why a message is not sent yet. A field's problem is beside the field; the others are told as a whole. */
export type SendProblem =
  | { kind: 'subject' | 'text' | 'files'; words: string }
  | { kind: 'movedOn' | 'alreadySent' | 'closedToYou' }
  /** Whole sentences, each a line of its own. */
  | { kind: 'failed'; words: readonly string[] }

type Letter = { messageId: string; text: string; attachmentIds: string[]; draftId?: string; isImportant?: true }
/** When it goes out, and what happens then; nothing of it: at once. */
export type SendHow = { sendAt?: string; outcome?: Outcome }
type Options<Answer> = {
  draft: Draft
  limits: WritingLimits
  uploading: number
  /** Makes the call; the ids in the letter are the same for every try. */
  post: (letter: Letter, how: SendHow, draftId: string) => Promise<Answer>
  /** Somebody was faster, or an earlier try had arrived: the page reads the conversation anew. */
  onMovedOn: () => Promise<unknown>
  /** Words of the page's own for refusals that only it can explain. */
  explain?: ((problem: ApiProblem) => string | readonly string[] | null) | undefined
  /** The page says itself what became of it. */
  isQuiet?: boolean
}
type Unsent = Pick<Options<unknown>, 'draft' | 'limits' | 'uploading'>

/**
 * Sends what the draft holds, once: the id of the message is made here and kept until an answer says what became of it,
 * so that a try after a lost answer cannot send twice. Whatever goes wrong, the words stay.
 */
export function useSend<Answer>(options: Options<Answer>): {
  send: (how?: SendHow) => Promise<Answer | null>
  isSending: boolean
  problem: SendProblem | null
} {
  const t = useTranslations('conversation.compose')
  const messageId = useRef(newId())
  const [isSending, setIsSending] = useState(false)
  const [problem, setProblem] = useState<SendProblem | null>(null)
  const problemOf = useSendProblems()
  const { draft } = options

  async function send(how: SendHow = {}): Promise<Answer | null> {
    const early = problemOf.beforeSending(options)
    if (early) {
      setProblem(early)
      return null
    }
    setIsSending(true)
    setProblem(null)
    try {
      const sent = await draft.whileHeld(() =>
        options.post(letterOf(draft, messageId.current), how, draft.snapshot().id),
      )
      messageId.current = newId()
      draft.startAgain()
      if (!options.isQuiet) {
        announce(t('sent'))
      }
      return sent
    } catch (error) {
      const failure = problemOf.after(error, options.explain)
      if (failure.kind === 'movedOn' || failure.kind === 'alreadySent') {
        await options.onMovedOn().catch(() => undefined)
      }
      if (failure.kind === 'alreadySent') {
        messageId.current = newId()
      }
      setProblem(failure)
      return null
    } finally {
      setIsSending(false)
    }
  }

  return { send, isSending, problem }
}

/** An answer in a conversation, for `post`. */
export function postAnswer(
  place: { membershipId: string; conversationId: string; seenSequence: number },
  letter: Letter,
) {
  return call(
    'POST /api/as/:membershipId/conversations/:conversationId/messages',
    { ...place, ...letter },
    { isRepeatable: true },
  )
}

function letterOf(draft: Draft, messageId: string): Letter {
  const { id: draftId, text, files, isImportant } = draft.snapshot()
  const mark = isImportant ? { isImportant } : {}
  const letter = { messageId, text, attachmentIds: files.map(({ id }) => id), ...mark }
  return draft.isOnServer() ? { ...letter, draftId } : letter
}

/** What would keep a letter from being sent, told before it is: for a page that asks again before sending. */
export function useBeforeSending(): (letter: Unsent) => SendProblem | null {
  return useSendProblems().beforeSending
}

/** Something was written, or it was put into another conversation: the page reads it again, and the words stay. */
const movedOn = ['conversation-moved-on', 'changed-meanwhile', 'conversation-merged']

const fieldsOnTheWire = [
  ['subject', 'subject'],
  ['text', 'text'],
  ['attachmentIds', 'files'],
] as const

function useSendProblems(): {
  beforeSending: (letter: Unsent) => SendProblem | null
  after: (error: unknown, explain: Options<unknown>['explain']) => SendProblem
} {
  const t = useTranslations('conversation.compose')
  const { problemWords, fieldWords } = useProblemWords()
  const own = ['too-many-words', 'too-many-files', 'file-not-ready', 'unfilled-variable'] as const

  function beforeSending({ draft, limits, uploading }: Unsent): SendProblem | null {
    const { text, files } = draft.snapshot()
    if (uploading > 0) {
      return { kind: 'files', words: t('waitForFiles') }
    }
    if (files.some(({ status }) => status === 'rejected')) {
      return { kind: 'files', words: t('refusedFiles') }
    }
    if (text.trim() === '' && files.length === 0) {
      return { kind: 'text', words: t('empty') }
    }
    const { stage, unit, left } = measure(text, limits)
    if (stage !== 'over') {
      return null
    }
    const count = -left
    return { kind: 'text', words: unit === 'words' ? t('overWords', { count }) : t('overCharacters', { count }) }
  }

  function wordsOf(code: string): string {
    const known = own.find((candidate) => candidate === code)
    return known ? t(`fields.${known}`) : fieldWords(code)
  }

  function after(error: unknown, explain: Options<unknown>['explain']): SendProblem {
    if (!(error instanceof ApiProblem)) {
      throw error
    }
    if (movedOn.includes(error.code)) {
      return { kind: 'movedOn' }
    }
    if (error.fields.some(({ code }) => code === 'id-already-used')) {
      return { kind: 'alreadySent' }
    }
    const explained = explain?.(error)
    if (explained) {
      return { kind: 'failed', words: [explained].flat() }
    }
    if (error.status === 403) {
      return { kind: 'closedToYou' }
    }
    for (const [path, kind] of fieldsOnTheWire) {
      const code = error.fieldCode(path)
      if (code) {
        return { kind, words: wordsOf(code) }
      }
    }
    return { kind: 'failed', words: [problemWords(error)] }
  }

  return { beforeSending, after }
}
