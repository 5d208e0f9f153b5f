import { sql } from 'kysely'
import { tooMany } from '../platform/problems.ts'
import type { Context } from './context.ts'

/** `about` is what is counted, kept as an HMAC; `most` of it may be asked for within the time. */
type Ask = { about: string; most: number; withinMs: number }

/**
 * Counts what may be asked for so often and no more, in whatever practice: 429 once it was. What is refused is rolled back, and
 * counts for nothing.
 */
export async function countAsks(ctx: Pick<Context, 'tx' | 'now' | 'house'>, asks: readonly Ask[]): Promise<void> {
  const counted = asks
    .map((ask) => ({ ...ask, key: ctx.house.deployment.lookup('throttle', `ask\0${ask.about}`) }))
    // In the order of their keys: the order in which rows are locked everywhere.
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
  for (const { key, most, withinMs } of counted) {
    const isOver = sql<boolean>`throttles.counted_since <= ${new Date(ctx.now.getTime() - withinMs)}`
    const { failures, counted_since } = await ctx.tx
      .insertInto('throttles')
      .values({ key, failures: 1, counted_since: ctx.now, last_failed_at: ctx.now })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          failures: sql<number>`case when ${isOver} then 1 else throttles.failures + 1 end`,
          counted_since: sql<Date>`case when ${isOver} then ${ctx.now}::timestamptz else throttles.counted_since end`,
          last_failed_at: ctx.now,
        }),
      )
      .returning(['failures', 'counted_since'])
      .executeTakeFirstOrThrow()
    if (failures > most) {
      throw tooMany(Math.ceil((counted_since.getTime() + withinMs - ctx.now.getTime()) / 1000))
    }
  }
}
