import type { Context } from './context.ts'

/** Puts what somebody changes of their own in order: of two windows at once the second finds what the first has written. */
export async function lockSelf(ctx: Context): Promise<void> {
  await ctx.tx
    .selectFrom('practitioners')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', ctx.actor.id ?? '')
    .forNoKeyUpdate()
    .execute()
}
