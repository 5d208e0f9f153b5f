import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import { cleanText, countCharacters } from '../../shared/text.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/problems.ts'
import { viewSent } from './send-message.ts'

/** The author marks a message as withdrawn. Its words stay as they were sent; both sides see that it was withdrawn, and why. */
export async function retractMessage(
  ctx: Context,
  input: InputOf<typeof api.retractMessage>,
): Promise<ResultOf<typeof api.retractMessage>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'message.retract')
  const reason = readReason(input.reason)
  const row = await ctx.tx
    .selectFrom('messages')
    .select(['id', 'author_id', 'retracted_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversation.id)
    .where('id', '=', input.messageId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  if (row.author_id !== ctx.actor.id) {
    throw forbidden()
  }
  if (row.retracted_at !== null) {
    throw conflict('already-withdrawn')
  }
  const envelope = ctx.keys.seal(
    'messages.retraction_reason_sealed',
    { id: row.id, version: 1, patientId: conversation.patient_id },
    reason,
  )
  await Promise.all([
    ctx.tx
      .updateTable('messages')
      .set({ retracted_at: ctx.now, retracted_by_id: ctx.actor.id, retraction_reason_sealed: envelope })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    recordAudit(ctx, 'message.retract', {
      object: { type: 'message', id: row.id },
      patients: [conversation.patient_id],
      envelopes: [{ column: 'messages.retraction_reason_sealed', row: row.id, envelope }],
    }),
  ])
  ctx.afterCommit(() => announce(ctx, conversation))
  const patient = { ...conversation, id: conversation.patient_id, version: conversation.patient_version }
  return (await viewSent(ctx, conversation.id, row.id, patient)).message
}

function readReason(typed: string): string {
  const cleaned = cleanText(typed)
  if (!cleaned.ok) {
    throw invalid({ path: 'reason', code: cleaned.problem })
  }
  if (countCharacters(cleaned.text) > limits.reasonCharacters) {
    throw invalid({ path: 'reason', code: 'too-long', limit: limits.reasonCharacters })
  }
  return cleaned.text
}
