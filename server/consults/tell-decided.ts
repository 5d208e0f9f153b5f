import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { conflict, Problem } from '../platform/problems.ts'

/**
 * Of an inbox that was asked only the first decides, and with that the others may no longer know of the conversation. Whoever was
 * about to decide hears that it was decided, and by whom, instead of nothing; of what was written they hear no word.
 */
export async function orTellDecided<T>(
  ctx: Context,
  consultId: string | undefined,
  access: () => Promise<T>,
): Promise<T> {
  try {
    return await access()
  } catch (error) {
    const isHidden = error instanceof Problem && error.status === 404
    if (!isHidden || consultId === undefined) {
      throw error
    }
    const [decided, staff] = await Promise.all([findDecided(ctx, consultId), practitionerNames(ctx)])
    if (decided === undefined) {
      throw error
    }
    throw conflict('already-decided', { status: decided.status, by: staff.get(decided.decided_by_id ?? '') ?? null })
  }
}

/** Of an inbox in which they work, and decided. */
function findDecided(ctx: Context, consultId: string) {
  return ctx.tx
    .selectFrom('consults')
    .innerJoin('care_team_members', (join) =>
      join
        .onRef('care_team_members.practice_id', '=', 'consults.practice_id')
        .onRef('care_team_members.care_team_id', '=', 'consults.asked_care_team_id')
        .on('care_team_members.practitioner_id', '=', ctx.actor.id),
    )
    .select(['consults.status', 'consults.decided_by_id'])
    .where('consults.practice_id', '=', ctx.actor.practiceId)
    .where('consults.id', '=', consultId)
    .where('consults.decided_at', 'is not', null)
    .executeTakeFirst()
}
