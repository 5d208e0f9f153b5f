import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import type { Context } from '../access/context.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { forbidden } from '../platform/problems.ts'
import { recordCoaching } from './record-coaching.ts'

/**
 * A reply on how messages are meant to be used: a message like any other, which also counts. The door of the message decides who
 * may; the id of the message makes twice once.
 */
export async function coachPatient(
  ctx: Context,
  input: InputOf<typeof api.coachPatient>,
): Promise<ResultOf<typeof api.coachPatient>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const { conversationId, messageId, kind, text } = input
  const sent = await sendMessage(ctx, {
    membershipId: input.membershipId,
    conversationId,
    messageId,
    text,
    attachmentIds: [],
  })
  const { patient_id } = await ctx.tx
    .selectFrom('conversations')
    .select('patient_id')
    .where('practice_id', '=', actor.practiceId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  await recordCoaching(ctx, { messageId, conversationId, patientId: patient_id, kind })
  return { message: sent.message }
}
