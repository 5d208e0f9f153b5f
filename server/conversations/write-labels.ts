import type { Context } from '../access/context.ts'

/** The conversation is locked: what is written follows from what it had. */
export async function writeLabels(ctx: Context, conversationId: string, labelIds: string[]): Promise<void> {
  await ctx.tx
    .updateTable('conversations')
    .set({ label_ids: labelIds })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
    .execute()
}
