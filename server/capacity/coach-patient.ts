import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { forbidden } from '../platform/problems.ts'

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
  await Promise.all([
    ctx.tx
      .insertInto('coachings')
      .values({
        practice_id: actor.practiceId,
        id: messageId,
        conversation_id: conversationId,
        patient_id,
        kind,
        practitioner_id: actor.id,
        at: ctx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
    recordAudit(ctx, 'conversation.coach', {
      object: { type: 'message', id: messageId },
      patients: [patient_id],
      info: ['coaching', kind],
    }),
  ])
  return { message: sent.message }
}
