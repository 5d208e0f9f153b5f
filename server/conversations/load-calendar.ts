import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { RegionCode } from '../../shared/regions/region.ts'
import type { Context } from '../access/context.ts'
import { questionOf } from '../platform/together.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'

/** The opening hours, and the version of the triage rules in force; null: the practice has none. */
export type Calendar = BusinessCalendar & { rulesVersion: number | null }

const openingHours = questionOf('opening hours', {}, (asked, practiceId) =>
  asked
    .innerJoin('practices', (join) => join.on('practices.practice_id', '=', practiceId))
    .select(['asked.n', 'practices.time_zone', 'practices.region'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('opening_blocks')
          .select(['weekday', 'opens', 'closes'])
          .where('opening_blocks.practice_id', '=', practiceId),
      ).as('blocks'),
      jsonArrayFrom(eb.selectFrom('closures').select('closed_on').where('closures.practice_id', '=', practiceId)).as(
        'closures',
      ),
      eb
        .selectFrom('rule_sets')
        .select((eb) => eb.fn.max('version').as('version'))
        .where('rule_sets.practice_id', '=', practiceId)
        .as('rules_version'),
    ]),
)

/** The practice's opening hours as the pure rules of routing/ take them. */
export async function loadCalendar(ctx: Context): Promise<Calendar> {
  const [practice] = await ctx.tx.together.ask(openingHours, {})
  if (practice === undefined) {
    throw new Error('the practice is not there')
  }
  return {
    timeZone: practice.time_zone,
    region: practice.region as RegionCode,
    blocks: practice.blocks.map(({ weekday, opens, closes }) => ({
      weekday,
      opens: opens.slice(0, 5),
      closes: closes.slice(0, 5),
    })),
    closures: new Set(practice.closures.map(({ closed_on }) => String(closed_on))),
    rulesVersion: practice.rules_version,
  }
}
