import type { Context } from './context.ts'

/** The conversation in which this message is answered apart from where it was written, if it is. */
export async function answeredIn(ctx: Context, messageId: string | null): Promise<string | undefined> {
  const row = await ctx.tx
    .selectFrom('split_messages')
    .select('conversation_id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row?.conversation_id
}
