import type { InputOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { limits } from '../../shared/limits.ts'
import { instantOf, localOf } from '../absences/local-time.ts'
import { announce } from '../access/announce.ts'
import type { Context, PractitionerActor } from '../access/context.ts'
import { accessAgain, can, type Permitted } from '../access/conversations.ts'
import { orTellDecided } from '../consults/tell-decided.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'
import { whyNotSendAt } from '../routing/send-time.ts'
import { hashRequest } from './deliver.ts'
import { holdDraft } from './hold-draft.ts'
import { answerScheduledAgain, findScheduled, insertScheduled, viewOwnScheduled } from './put-off.ts'
import { loadCalendar } from './load-calendar.ts'
import { findMessage } from './message-view.ts'
import { type Act, readAct } from './read-act.ts'
import { hasLeft } from './send-scheduled.ts'
import { findWaiting, type ScheduledView } from './scheduled-view.ts'
import { readMessage, staffLimits } from './typed-text.ts'

type Input = InputOf<typeof api.scheduleSend>

/**
 * A colleague's answer goes out later: when it can no longer be taken back, or at the time they chose. Until then it is no
 * answer: the obligation stays open. The same id is put off once.
 */
export async function scheduleSend(ctx: Context, input: Input): Promise<ScheduledView> {
  const conversation = await orTellDecided(ctx, input.consultId, () =>
    accessAgain(ctx, input.conversationId, 'message.send', { scheduledId: input.messageId }),
  )
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  if (input.outcome !== undefined && !can(actor, 'conversation.close', conversation, ctx.now)) {
    throw forbidden()
  }
  const { text } = readMessage(input, staffLimits)
  const requestHash = hashRequest({ text, attachmentIds: input.attachmentIds }, conversation.id)
  const earlier = await findScheduled(ctx, input.messageId)
  if (earlier !== undefined) {
    const isSamePlace = earlier.conversation_id === conversation.id
    return answerScheduledAgain(ctx, earlier, { isSamePlace, requestHash })
  }
  const [sent, waiting, isGone] = await Promise.all([
    findMessage(ctx, input.messageId),
    findWaiting(ctx, conversation.id),
    hasLeft(ctx, conversation.patient_id),
  ])
  if (sent !== undefined) {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  if (waiting !== undefined) {
    throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
  }
  if (input.seenSequence < conversation.last_sequence) {
    throw conflict('conversation-moved-on', { lastSequence: conversation.last_sequence })
  }
  if (isGone) {
    throw conflict('patient-left')
  }
  const act = await readAct(ctx, input, text)
  const sendAt = await readSendAt(ctx, input.sendAt)
  await putOff(ctx, { ...input, act, isUndo: input.sendAt === undefined, requestHash, sendAt, actor }, conversation)
  const row = await findScheduled(ctx, input.messageId)
  ctx.afterCommit(() => announce(ctx, conversation))
  return viewOwnScheduled(ctx, row)
}

/** At the time that was typed, if the clinic is open then; the refusal names the next time that is possible. */
export async function readSendAt(ctx: Context, typed: string | undefined): Promise<Date> {
  if (typed === undefined) {
    return new Date(ctx.now.getTime() + limits.undoSendMs)
  }
  const calendar = await loadCalendar(ctx)
  const at = instantOf(calendar.timeZone, typed)
  if (at === null) {
    throw invalid({ path: 'sendAt', code: 'date' })
  }
  const refusal = whyNotSendAt(calendar, at, ctx.now)
  if (refusal !== null) {
    const { code, next } = refusal
    throw invalid({ path: 'sendAt', code, ...(next !== null && { limit: localOf(calendar.timeZone, next) }) })
  }
  return at
}

type Going = Omit<Input, 'sendAt'> & {
  act: Act
  isUndo: boolean
  requestHash: Buffer
  sendAt: Date
  actor: PractitionerActor
}

async function putOff(
  ctx: Context,
  going: Going,
  conversation: Permitted<{ id: string; patient_id: string; topic_id: string }, 'message.send'>,
): Promise<void> {
  const { actor, act, attachmentIds } = going
  await holdDraft(ctx, { patient_id: conversation.patient_id, conversation_id: conversation.id }, going)
  await insertScheduled(ctx, {
    id: going.messageId,
    conversation_id: conversation.id,
    patient_id: conversation.patient_id,
    draft_id: going.draftId,
    attachment_ids: attachmentIds,
    author_id: actor.id,
    session_id: actor.sessionId,
    is_undo: going.isUndo,
    send_at: going.sendAt,
    seen_sequence: going.seenSequence,
    is_important: going.isImportant ?? false,
    outcome: going.outcome ?? null,
    ...act,
    request_hash: going.requestHash,
  })
}
