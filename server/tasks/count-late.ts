import { sql } from 'kysely'
import type { Context } from '../access/context.ts'

/** How much is so late that the administrators were told. */
export async function countToldToAdministrators(ctx: Context): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('tasks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(sql<boolean>`tasks.status in ('requested', 'accepted')`)
    .where('escalation_level', '=', 3)
    .where((eb) => eb.or([eb('deferred_until', 'is', null), eb('deferred_until', '<=', ctx.now)]))
    .executeTakeFirstOrThrow()
  return count
}
