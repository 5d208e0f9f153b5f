import { type RawBuilder, sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/**
 * The value of tasks.expect_at after a change of what a promised time follows from: it is looked at soon, when the changes
 * that come together are over, and in any case before it passes. Null, told as often as may be, stays.
 */
export function clockSoon(ctx: Context): RawBuilder<Date> {
  const soon = new Date(ctx.now.getTime() + limits.expectationSettleMinutes * 60_000)
  // least() of null and a time would be the time.
  return sql<Date>`case when expect_at is null then null else least(expect_at, ${soon}::timestamptz) end`
}

/**
 * Hours, absences or rotations have changed, and with them what was promised. It waits for nobody, so that two who write many
 * tasks cannot wait for each other: what somebody has in hand just now is looked at before its time passes, as all is.
 */
export async function lookAtClocks(ctx: Context): Promise<void> {
  await sql`
    with free as (select id from tasks where practice_id = ${ctx.actor.practiceId} and kind = 'respond'
        and status in ('requested', 'accepted') and expect_at is not null order by id for no key update skip locked)
    update tasks set expect_at = ${clockSoon(ctx)} from free
    where tasks.practice_id = ${ctx.actor.practiceId} and tasks.id = free.id`.execute(ctx.tx)
}
