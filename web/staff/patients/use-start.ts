import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ConversationMode } from '../../../shared/conversation.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import type { FieldError } from '../../components/ErrorSummary.tsx'
import type { Draft, DraftSnapshot } from '../../conversation/draft.ts'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useDraft } from '../../conversation/use-draft.ts'
import { useDraftFiles, type DraftFiles } from '../../conversation/use-draft-files.ts'
import { type SendHow, useSend, type SendProblem } from '../../conversation/use-send.ts'
import { ApiProblem } from '../../api/problem.ts'
import { endOfDay, todayIn } from '../day-end.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { useTimeProblems } from '../desk/SendLater.tsx'
import { useStarts } from '../later/use-starts.ts'
import { useMembership } from '../membership.tsx'

export type ServerDraft = OutputOf<'GET /api/as/:membershipId/drafts'>['items'][number]
export const startFieldIds = { topic: 'write-topic', replyUntil: 'write-reply-until' } as const
/** Staff have the product's own limits; those of a topic are for patients. */
export const staffLimits = { characters: limits.messageCharacters, words: null, files: limits.attachmentsPerMessage }

type Answers = { topicId: string; mode: ConversationMode; replyDay: string }
export type Start = {
  answers: Answers
  answer: (part: Partial<Answers>) => void
  errors: readonly FieldError[]
  problem: SendProblem | null
  draft: Draft
  now: DraftSnapshot
  draftFiles: DraftFiles
  isSending: boolean
  /** As soon as it cannot be taken back any more, or at a time, whose refusal it throws. */
  submit: (how?: SendHow) => Promise<ScheduledSend | null>
  /** What is wrong with the answers is said; true where nothing is. */
  check: () => boolean
}

/** The first message to a patient: its answers, its draft, and sending it once. */
export function useStart(patient: { id: string; name: string }, saved: ServerDraft | null): Start {
  const { id: patientId } = patient
  const t = useTranslations('staffPeople.write')
  const { id: membershipId, practice } = useMembership()
  const conversationId = useRef(newId())
  const [answers, setAnswers] = useState<Answers>({
    topicId: saved?.topicId ?? '',
    mode: saved?.mode ?? 'two-way',
    replyDay: saved?.replyUntil ? todayIn(practice.timeZone, new Date(saved.replyUntil)) : '',
  })
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const { topicId, mode, replyDay } = answers
  const placeOf = (topic: string) => ({ membershipId, patientId, ...(topic !== '' && { topicId: topic }) })
  const { draft, now } = useDraft(placeOf(topicId), saved)
  const draftFiles = useDraftFiles(membershipId, draft, now)
  const starts = useStarts(patient)
  const actWords = useActProblemWords()
  const timeProblems = useTimeProblems()
  const wrongTime = useRef<ApiProblem | null>(null)
  const { send, isSending, problem } = useSend<ScheduledSend>({
    draft,
    limits: staffLimits,
    uploading: draftFiles.uploading,
    // Nobody else writes in a conversation that is not there yet.
    onMovedOn: async () => undefined,
    // The page says when it goes out.
    isQuiet: true,
    explain: (refusal) => {
      const time = refusal.fields.find(({ path }) => path === 'sendAt')
      if (time) {
        return timeProblems(time.code, time.path, time.limit)
      }
      return refusal.code === 'patient-left' ? actWords(refusal) : null
    },
    post: async (letter, { sendAt }, draftId) => {
      const until = mode === 'reply-until' ? { replyUntil: endOfDay(replyDay, practice.timeZone) } : {}
      const { subject } = draft.snapshot()
      const head = { patientId, topicId, conversationId: conversationId.current, subject, mode, ...until }
      const when = sendAt === undefined ? {} : { sendAt }
      try {
        return await starts.schedule({ ...head, ...letter, ...when, draftId })
      } catch (error) {
        wrongTime.current = error instanceof ApiProblem && error.fieldCode('sendAt') ? error : null
        throw error
      }
    },
  })

  function answer(part: Partial<Answers>): void {
    setAnswers({ ...answers, ...part })
    if (part.topicId !== undefined) {
      draft.move(placeOf(part.topicId))
    }
  }

  function wrong(): readonly FieldError[] {
    const isAfterToday = replyDay !== '' && replyDay > todayIn(practice.timeZone, new Date())
    return [
      ...(topicId === '' ? [{ id: startFieldIds.topic, text: t('noTopic') }] : []),
      ...(mode === 'reply-until' && !isAfterToday ? [{ id: startFieldIds.replyUntil, text: t('noReplyUntil') }] : []),
    ]
  }

  function check(): boolean {
    const found = wrong()
    setErrors(found)
    return found.length === 0
  }

  async function submit(how: SendHow = {}): Promise<ScheduledSend | null> {
    wrongTime.current = null
    const held = isSending || !check() ? null : await send(how)
    if (wrongTime.current) {
      throw wrongTime.current
    }
    return held
  }

  return { answers, answer, errors, problem, draft, now, draftFiles, isSending, submit, check }
}
