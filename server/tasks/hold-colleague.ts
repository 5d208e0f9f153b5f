import { workingRoles } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'

/**
 * Whether this colleague takes tasks (confirmed, and of a role that works in inboxes), which stays so until the
 * transaction ends: nobody gets a task in the moment in which they are suspended. Undefined for who is no colleague here.
 * Asked before the conversation is locked, as everybody does who holds both.
 */
export async function holdColleague(ctx: Context, id: string | null): Promise<{ takesTasks: boolean } | undefined> {
  const row = await ctx.tx
    .selectFrom('practitioners')
    .innerJoin('memberships', 'memberships.id', 'practitioners.id')
    .select(['memberships.status', 'memberships.role'])
    .where('practitioners.practice_id', '=', ctx.actor.practiceId)
    .where('practitioners.id', '=', id)
    // Both rows, in the order in which access/people.ts locks them.
    .forShare()
    .executeTakeFirst()
  return row && { takesTasks: row.status === 'confirmed' && workingRoles.some((role) => role === row.role) }
}
