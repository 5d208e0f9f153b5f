import type { Context } from '../access/context.ts'

/**
 * Whoever ended what was to do answers for the conversation from now on: the patient's next message goes to them. For one
 * who acts in somebody's place, that is whose place it is. The caller holds the row's lock.
 */
export function makeResponsible(ctx: Context, conversationId: string, practitionerId: string | null): Promise<unknown> {
  return ctx.tx
    .updateTable('conversations')
    .set({ responsible_id: practitionerId })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
    .execute()
}
