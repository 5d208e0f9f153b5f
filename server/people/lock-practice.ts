import type { RegionCode } from '../../shared/regions/region.ts'
import type { Context } from '../access/context.ts'

/**
 * Puts changes of the practice and of who belongs to it in order, so that what one of them checked (the last
 * administrator, a keyword, a health number) still holds when it writes. Taken before any other lock.
 */
export async function lockPractice(ctx: Context): Promise<{ timeZone: string; region: RegionCode }> {
  const row = await ctx.tx
    .selectFrom('practices')
    .select(['time_zone', 'region'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return { timeZone: row.time_zone, region: row.region as RegionCode }
}
