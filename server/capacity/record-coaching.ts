import type { CoachingKind } from '../../shared/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'

/** Counts words on how messages are meant to be used, once they are sent. Twice is once, by the id of the message. */
export async function recordCoaching(
  ctx: Context,
  sent: { messageId: string; conversationId: string; patientId: string; kind: CoachingKind },
): Promise<void> {
  await Promise.all([
    ctx.tx
      .insertInto('coachings')
      .values({
        practice_id: ctx.actor.practiceId,
        id: sent.messageId,
        conversation_id: sent.conversationId,
        patient_id: sent.patientId,
        kind: sent.kind,
        practitioner_id: ctx.actor.id ?? '',
        at: ctx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
    recordAudit(ctx, 'conversation.coach', {
      object: { type: 'message', id: sent.messageId },
      patients: [sent.patientId],
      info: ['coaching', sent.kind],
    }),
  ])
}
