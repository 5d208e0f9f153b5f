import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'

/** Sends the patient to where visits are booked and closes with that outcome: one act, so that neither happens without the other. */
export async function redirectToBooking(
  ctx: Context,
  input: InputOf<typeof api.redirectToBooking>,
): Promise<Record<string, never>> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const { membershipId, conversationId, messageId, text, outcome } = input
  const { booking_url: url } = await ctx.tx
    .selectFrom('practices')
    .select('booking_url')
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  if (url === null) {
    throw conflict('no-booking-page')
  }
  if (!text.includes(url)) {
    throw invalid({ path: 'text', code: 'without-booking-page' })
  }
  await sendMessage(ctx, { membershipId, conversationId, messageId, text, attachmentIds: [] })
  const row = await ctx.tx
    .selectFrom('conversations')
    .select(['status', 'version', 'patient_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  // The same click, sent twice, finds it closed.
  if (row.status === 'open') {
    await closeConversation(ctx, { membershipId, conversationId, outcome, version: row.version })
  }
  await recordAudit(ctx, 'conversation.book', {
    object: { type: 'conversation', id: conversationId },
    patients: [row.patient_id],
    info: ['message', outcome],
  })
  return {}
}
