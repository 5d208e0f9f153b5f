import type { InputOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import type { Context, PractitionerActor } from '../access/context.ts'
import { lockSelf } from '../access/lock-self.ts'
import { accessPatient } from '../access/patients.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/problems.ts'
import { hashRequest } from './deliver.ts'
import { holdDraft } from './hold-draft.ts'
import { answerScheduledAgain, findScheduled, insertScheduled, viewOwnScheduled } from './put-off.ts'
import { findMessage } from './message-view.ts'
import { readSendAt } from './schedule-send.ts'
import type { ScheduledView } from './scheduled-view.ts'
import { hasLeft } from './send-scheduled.ts'
import { findTopic, refuseMode } from './start-conversation.ts'
import { readMessage, staffLimits } from './typed-text.ts'

type Input = InputOf<typeof api.scheduleStart>

/**
 * The clinic's first message goes out later: when it can no longer be taken back, or at a time that its author chose; and begins
 * its conversation then. The same id is put off once: of two at the same instant the second finds the first.
 */
export async function scheduleStart(ctx: Context, input: Input): Promise<ScheduledView> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const [, patient, topic, earlier, isGone] = await Promise.all([
    lockSelf(ctx),
    accessPatient(ctx, input.patientId),
    findTopic(ctx, input.topicId),
    findScheduled(ctx, input.messageId),
    hasLeft(ctx, input.patientId),
  ])
  if (topic === undefined) {
    throw notFound()
  }
  if (!topic.is_live) {
    throw conflict('practice-not-open-yet')
  }
  const { text, subject } = readMessage(input, staffLimits)
  const words = { text: `${subject}\n${text}`, attachmentIds: input.attachmentIds }
  const requestHash = hashRequest(words, input.conversationId)
  if (earlier !== undefined) {
    return answerScheduledAgain(ctx, earlier, { isSamePlace: earlier.act === 'start', requestHash })
  }
  await refuseTaken(ctx, input)
  if (isGone) {
    throw conflict('patient-left')
  }
  const sendAt = await readSendAt(ctx, input.sendAt)
  refuseMode(input, sendAt)
  const isUndo = input.sendAt === undefined
  await putOffStart(ctx, { ...input, patientId: patient.id, text, subject, requestHash, isUndo, sendAt, actor })
  return viewOwnScheduled(ctx, await findScheduled(ctx, input.messageId))
}

/** Neither a message nor a conversation has these ids, and none waits to begin with them. */
export async function refuseTaken(ctx: Context, ids: Pick<Input, 'messageId' | 'conversationId'>): Promise<void> {
  const { conversationId } = ids
  const [sent, begun, waiting] = await Promise.all([
    findMessage(ctx, ids.messageId),
    ctx.tx
      .selectFrom('conversations')
      .select('id')
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', conversationId)
      .executeTakeFirst(),
    ctx.tx
      .selectFrom('scheduled_sends')
      .select('id')
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('conversation_id', '=', conversationId)
      .where('state', '=', 'waiting')
      .executeTakeFirst(),
  ])
  if (sent !== undefined) {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  if (begun !== undefined || waiting !== undefined) {
    throw invalid({ path: 'conversationId', code: 'id-already-used' })
  }
}

type Going = Omit<Input, 'sendAt'> & {
  isUndo: boolean
  sendAt: Date
  requestHash: Buffer
  actor: PractitionerActor
  /** When it goes out, the patient cannot write any more until then. */
  block?: { id: string; endsAt: Date }
}

/** The words are held, and what they begin is written down; the caller has found that it may be. */
export async function putOffStart(ctx: Context, going: Going): Promise<void> {
  const { actor, attachmentIds, topicId, subject, mode = 'two-way', replyUntil = null, block } = going
  await holdDraft(
    ctx,
    { patient_id: going.patientId, conversation_id: null },
    {
      ...going,
      act: null,
      start: {
        topicId: block === undefined ? topicId : null,
        subject,
        mode,
        replyUntil,
        blockEndsAt: block?.endsAt ?? null,
      },
    },
  )
  await insertScheduled(ctx, {
    act: 'start',
    id: going.messageId,
    conversation_id: going.conversationId,
    patient_id: going.patientId,
    draft_id: going.draftId,
    attachment_ids: attachmentIds,
    author_id: actor.id,
    session_id: actor.sessionId,
    is_undo: going.isUndo,
    send_at: going.sendAt,
    seen_sequence: 0,
    is_important: going.isImportant ?? false,
    block_id: block?.id ?? null,
    block_ends_at: block?.endsAt ?? null,
    block_topic_id: block === undefined ? null : topicId,
    request_hash: going.requestHash,
  })
}
