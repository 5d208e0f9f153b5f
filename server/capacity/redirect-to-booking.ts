import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessAgain } from '../access/conversations.ts'
import { closeAccessed } from '../conversations/close-conversation.ts'
import { findMessage } from '../conversations/message-view.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { forbidden } from '../platform/problems.ts'
import { requireBookingPage } from './booking-page.ts'

/** Sends the patient to where visits are booked and closes with that outcome: one act, so that neither happens without the other. */
export async function redirectToBooking(
  ctx: Context,
  input: InputOf<typeof api.redirectToBooking>,
): Promise<Record<string, never>> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const { membershipId, conversationId, messageId, text, outcome } = input
  await requireBookingPage(ctx, text)
  // Before the message: it completes the task by which somebody assigned has the conversation at all.
  const before = await accessAgain(ctx, conversationId, 'conversation.close', input)
  const earlier = await findMessage(ctx, messageId)
  await sendMessage(ctx, { membershipId, conversationId, messageId, text, attachmentIds: [] })
  const after = await ctx.tx
    .selectFrom('conversations')
    .select(['status', 'version', 'last_sequence'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  // The same click, sent twice, closes nothing again.
  if (earlier === undefined && after.status === 'open') {
    await closeAccessed(ctx, { ...before, ...after, status: after.status }, outcome)
  }
  await recordAudit(ctx, 'conversation.book', {
    object: { type: 'conversation', id: conversationId },
    patients: [before.patient_id],
    info: ['message', outcome],
  })
  return {}
}
