import type { InputOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { next } from '../../shared/machine.ts'
import { scheduledMachine, type SendRefusal } from '../../shared/scheduled-send.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { literals } from '../platform/db.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { closeAccessed } from './close-conversation.ts'
import { openWords, type ScheduledRow, scheduledRows } from './scheduled-view.ts'
import { sendMessage } from './send-message.ts'
import type { Sent } from './send.ts'

type Head = { id: string; patient_id: string; status: 'open' | 'closed'; closed_at: Date | null }

/** The author waits no longer. The same click, sent twice, gets the first answer again. */
export async function sendScheduledNow(ctx: Context, input: InputOf<typeof api.sendScheduledNow>): Promise<Sent> {
  const conversation = await accessConversation(ctx, input.conversationId, 'message.send')
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const row = await lockScheduled(ctx, conversation.id, input.messageId)
  if (row === undefined) {
    throw notFound()
  }
  if (row.author_id !== ctx.actor.id) {
    throw forbidden()
  }
  return row.state === 'sent' ? sendWords(ctx, row) : sendScheduled(ctx, conversation, row)
}

/** With the lock of its conversation in hand: who sends it, takes it back or closes has it alone. */
export function lockScheduled(ctx: Context, conversationId: string, id: string): Promise<ScheduledRow | undefined> {
  return scheduledRows(ctx)
    .where('scheduled_sends.conversation_id', '=', conversationId)
    .where('scheduled_sends.id', '=', id)
    .forNoKeyUpdate('scheduled_sends')
    .executeTakeFirst()
}

/**
 * Sends what waits, as its author and by the very code of a send at once; and closes, if that was asked for. That it was sent is
 * written with the message: both are there, or neither. Throws a conflict whose code says why it does not go out.
 */
export async function sendScheduled(ctx: Context, conversation: Head, row: ScheduledRow): Promise<Sent> {
  const state = next(scheduledMachine, row.state, 'send')
  const refusal = await whyNotSend(ctx, conversation, row)
  if (refusal !== null) {
    throw conflict(refusal)
  }
  await ctx.tx
    .updateTable('scheduled_sends')
    .set({ state, ended_at: ctx.now, ended_by_id: ctx.actor.id })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  if (row.outcome === null) {
    return sendWords(ctx, row)
  }
  // Before the message: it completes the task by which somebody assigned has the conversation at all.
  const before = await accessConversation(ctx, row.conversation_id, 'conversation.close')
  const sent = await sendWords(ctx, row)
  const after = await ctx.tx
    .selectFrom('conversations')
    .select(['version', 'last_sequence'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.conversation_id)
    .executeTakeFirstOrThrow()
  await closeAccessed(ctx, { ...before, ...after, status: 'open' }, row.outcome)
  return sent
}

function sendWords(ctx: Context, row: ScheduledRow): Promise<Sent> {
  return sendMessage(ctx, {
    membershipId: ctx.actor.id ?? '',
    conversationId: row.conversation_id,
    messageId: row.id,
    text: openWords(ctx, row),
    attachmentIds: row.attachment_ids,
    draftId: row.draft_id,
    isImportant: row.is_important,
  })
}

/** What has happened since it was written, and makes it another thing to say. */
async function whyNotSend(ctx: Context, conversation: Head, row: ScheduledRow): Promise<SendRefusal | null> {
  if (conversation.status === 'closed' && conversation.closed_at !== null && conversation.closed_at > row.created_at) {
    return 'closed'
  }
  const [newer, isBlocked, isGone] = await Promise.all([
    findNewer(ctx, row),
    isBlockedSince(ctx, row),
    hasLeft(ctx, row.patient_id),
  ])
  if (newer.length > 0) {
    return newer.some(({ author_kind }) => author_kind === 'patient') ? 'patient-wrote' : 'colleague-wrote'
  }
  if (isBlocked) {
    return 'patient-blocked'
  }
  return isGone ? 'patient-left' : null
}

/** Who wrote since; that the clinic told another time to expect an answer by is no news to the author. */
function findNewer(ctx: Context, row: ScheduledRow) {
  return ctx.tx
    .selectFrom('messages')
    .select('author_kind')
    .distinct()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', row.conversation_id)
    .where('sequence', '>', row.seen_sequence)
    .where('kind', '=', 'message')
    .execute()
}

async function isBlockedSince(ctx: Context, row: ScheduledRow): Promise<boolean> {
  const block = await ctx.tx
    .selectFrom('patient_blocks')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('patient_id', '=', row.patient_id)
    .where('lifted_at', 'is', null)
    .where('starts_at', '>', row.created_at)
    .where('ends_at', '>', ctx.now)
    .executeTakeFirst()
  return block !== undefined
}

/** A patient who has no way in any more would never read it. One who has not joined yet is told by the clinic. */
export async function hasLeft(ctx: Context, patientId: string): Promise<boolean> {
  const membership = await ctx.tx
    .selectFrom('memberships')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', patientId)
    .where('status', 'in', literals('suspended', 'ended'))
    .executeTakeFirst()
  return membership !== undefined
}
