import type { Context } from '../access/context.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import type { RegionCode } from '../../shared/regions/region.ts'

/** The practice's opening hours as the pure rules of routing/ take them. */
export async function loadCalendar(ctx: Context): Promise<BusinessCalendar> {
  const practiceId = ctx.actor.practiceId
  const [practice, blocks, closures] = await Promise.all([
    ctx.tx
      .selectFrom('practices')
      .select(['time_zone', 'region'])
      .where('practice_id', '=', practiceId)
      .executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('opening_blocks')
      .select(['weekday', 'opens', 'closes'])
      .where('practice_id', '=', practiceId)
      .execute(),
    ctx.tx.selectFrom('closures').select('closed_on').where('practice_id', '=', practiceId).execute(),
  ])
  return {
    timeZone: practice.time_zone,
    region: practice.region as RegionCode,
    blocks: blocks.map(({ weekday, opens, closes }) => ({
      weekday,
      opens: opens.slice(0, 5),
      closes: closes.slice(0, 5),
    })),
    closures: new Set(closures.map(({ closed_on }) => String(closed_on))),
  }
}
