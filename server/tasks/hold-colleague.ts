import { workingRoles } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'

/**
 * Whether this colleague takes tasks (confirmed, and of a role that works in inboxes), which stays so until the
 * transaction ends: nobody gets a task in the moment in which they are suspended. Undefined for who is no colleague here.
 * Asked before the conversation is locked, as everybody does who holds both.
 */
export async function holdColleague(ctx: Context, id: string | null): Promise<{ takesTasks: boolean } | undefined> {
  return id === null ? undefined : (await holdColleagues(ctx, [id])).get(id)
}

/** Several, in one order. */
export async function holdColleagues(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { takesTasks: boolean }>> {
  const rows = await ctx.tx
    .selectFrom('practitioners')
    .innerJoin('memberships', 'memberships.id', 'practitioners.id')
    .select(['practitioners.id', 'memberships.status', 'memberships.role'])
    .where('practitioners.practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb('practitioners.id', '=', eb.fn.any(eb.val(ids))))
    .orderBy('practitioners.id')
    // Both rows, in the order in which access/people.ts locks them.
    .forShare()
    .execute()
  return new Map(
    rows.map(({ id, status, role }) => [
      id,
      { takesTasks: status === 'confirmed' && workingRoles.some((one) => one === role) },
    ]),
  )
}
