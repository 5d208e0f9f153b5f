import type { InputOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { next } from '../../shared/machine.ts'
import { scheduledMachine, type SendRefusal } from '../../shared/scheduled-send.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessAgain, accessConversation, type ConversationRow, type Permitted } from '../access/conversations.ts'
import { recordCoaching } from '../capacity/record-coaching.ts'
import { decideAccessed } from '../consults/decide-consult.ts'
import { writtenFor } from '../consults/written-for.ts'
import { literals } from '../platform/db.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { closeAccessed } from './close-conversation.ts'
import { openWords, type ScheduledRow, scheduledRows } from './scheduled-view.ts'
import { sendMessage, viewSent } from './send-message.ts'
import type { Sent } from './send.ts'

type Head = { id: string; patient_id: string; status: 'open' | 'closed'; closed_at: Date | null }

/** The author waits no longer. The same click, sent twice, gets the first answer again. */
export async function sendScheduledNow(ctx: Context, input: InputOf<typeof api.sendScheduledNow>): Promise<Sent> {
  const conversation = await accessAgain(ctx, input.conversationId, 'message.send', { scheduledId: input.messageId })
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
  return row.state === 'sent' ? sendAgain(ctx, conversation, row) : sendScheduled(ctx, conversation, row)
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

/** The words, and what else the act is: each as when it is done at once, and asked anew whether its author may. */
async function sendWords(ctx: Context, row: ScheduledRow): Promise<Sent> {
  const { id: messageId, conversation_id: conversationId, patient_id: patientId, on_behalf_of_id: inNameOf } = row
  switch (row.act) {
    case 'answer':
      return sendMessage(ctx, letterOf(ctx, row))
    case 'coaching': {
      const sent = await sendMessage(ctx, letterOf(ctx, row))
      await recordCoaching(ctx, { messageId, conversationId, patientId, kind: row.coaching_kind ?? 'one-thing' })
      return sent
    }
    case 'booking': {
      const sent = await sendMessage(ctx, letterOf(ctx, row))
      await recordAudit(ctx, 'conversation.book', {
        object: { type: 'conversation', id: conversationId },
        patients: [patientId],
        info: ['message', row.outcome ?? ''],
      })
      return sent
    }
    case 'on-behalf': {
      const sent = await sendMessage(ctx, letterOf(ctx, row), { written: await writtenFor(ctx, inNameOf ?? '') })
      await recordAudit(ctx, 'message.send-on-behalf', {
        object: { type: 'message', id: messageId },
        patients: [patientId],
        info: ['message'],
        ...(inNameOf !== null && { onBehalfOf: inNameOf }),
      })
      return sent
    }
    case 'approval':
    case 'edit':
      return sendDecision(ctx, row)
    case 'start':
      throw new Error('a first message has no conversation to be sent in')
  }
}

function letterOf(ctx: Context, row: ScheduledRow) {
  return {
    membershipId: ctx.actor.id ?? '',
    conversationId: row.conversation_id,
    messageId: row.id,
    text: openWords(ctx, row),
    attachmentIds: row.attachment_ids,
    draftId: row.draft_id,
    isImportant: row.is_important,
  }
}

async function sendDecision(ctx: Context, row: ScheduledRow): Promise<Sent> {
  const { conversation_id: conversationId } = row
  const { message } = await decideAccessed(
    ctx,
    { id: conversationId },
    {
      membershipId: ctx.actor.id ?? '',
      conversationId,
      consultId: row.consult_id ?? '',
      decision: row.act === 'approval' ? 'approve' : 'edit',
      text: openWords(ctx, row),
      seenSequence: row.seen_sequence,
    },
  )
  if (message === null) {
    throw conflict('not-possible')
  }
  return { conversationId, dueAt: null, message, autoReply: null, ruleReply: null }
}

/** The same click, sent twice: the first answer again. */
async function sendAgain(
  ctx: Context,
  conversation: Permitted<NonNullable<ConversationRow>, 'message.send'>,
  row: ScheduledRow,
): Promise<Sent> {
  const messageId = row.message_id ?? row.id
  const patient = { ...conversation, id: conversation.patient_id, version: conversation.patient_version }
  const sent = await viewSent(ctx, conversation.id, messageId, patient)
  await recordAudit(ctx, 'message.send', {
    object: { type: 'message', id: messageId },
    patients: [conversation.patient_id],
    info: ['message', 'repeat'],
  })
  return { conversationId: conversation.id, dueAt: null, ...sent }
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

export async function isBlockedSince(
  ctx: Context,
  row: Pick<ScheduledRow, 'patient_id' | 'created_at'>,
): Promise<boolean> {
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
