// The clinic's work is counted by day while it happens: a sweep writes today's counts again every few minutes, and each day once
// more when it is over. Pages read the counts alone (docs/decisions/0015).
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { type BusinessCalendar, businessMinutesBetween, openingsOn } from '../routing/business-hours.ts'
import { addDays, boundsOf, dayOf, monthOf } from './calendar-days.ts'
import { countDay, seenColumns, type SeenRow } from './count-day.ts'
import { countReading } from './count-reading.ts'
import { loadDayFacts } from './day-facts.ts'
import { summed } from './load-cells.ts'

/** Counts what is not counted to its end: each day and today so far, the sums of months that are over, and who read by month. Twice is once: rows are replaced. */
export async function countDays(turn: Turn): Promise<void> {
  await untilDone(turn, countNextDay)
  await untilDone(turn, addUpNextMonth)
  await untilDone(turn, countNextMonth)
}

/** One step after the other, each in a transaction of its own; a step answers where it ended, and null when none was left. */
async function untilDone(
  turn: Turn,
  step: (ctx: Context, after: string | null) => Promise<string | null>,
): Promise<void> {
  for (let after: string | null = null; !turn.signal.aborted;) {
    const from: string | null = after
    after = await turn.inPractice((ctx) => step(ctx, from))
    if (after === null) {
      return
    }
  }
}

async function countNextDay(ctx: Context, after: string | null): Promise<string | null> {
  const [progress, calendar] = await Promise.all([lockProgress(ctx), loadCalendar(ctx)])
  const { timeZone } = calendar
  const today = dayOf(ctx.now, timeZone)
  const day = after === null ? (progress.counted_until ?? (await firstDay(ctx, timeZone, today))) : addDays(after, 1)
  if (day > today) {
    return null
  }
  await replaceDay(ctx, day, await countedRows(ctx, calendar, day))
  await ctx.tx
    .updateTable('seen_progress')
    .set({ counted_until: day, counted_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
  if (day === today) {
    await forgetTouches(ctx)
  }
  return day
}

type Progress = { counted_until: string | null; months_until: string | null; reading_counted_on: string | null }

/** Whoever counts has the row; who comes second waits, and counts the same again. */
async function lockProgress(ctx: Context): Promise<Progress> {
  await ctx.tx
    .insertInto('seen_progress')
    .values({ practice_id: ctx.actor.practiceId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return ctx.tx
    .selectFrom('seen_progress')
    .select(['counted_until', 'months_until', 'reading_counted_on'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .forNoKeyUpdate()
    .$narrowType<Progress>()
    .executeTakeFirstOrThrow()
}

/** The day of the first message, within what a first count looks back. */
async function firstDay(ctx: Context, timeZone: string, today: string): Promise<string> {
  const { first } = await ctx.tx
    .selectFrom('messages')
    .select(sql<Date | null>`min(sent_at)`.as('first'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  const furthest = addDays(today, -limits.seenBackDays)
  const day = first === null ? today : dayOf(first, timeZone)
  return day < furthest ? furthest : day
}

async function countedRows(ctx: Context, calendar: BusinessCalendar, day: string): Promise<SeenRow[]> {
  const { start, end } = boundsOf(day, calendar.timeZone)
  const facts = await loadDayFacts(ctx, {
    start,
    end: end < ctx.now ? end : ctx.now,
    openings: openingsOn(calendar, start),
  })
  return countDay(facts, (from, to) => minutesOpen(calendar, from, to))
}

/** Whole minutes of opening; what lies further back than time is added up counts from there. */
function minutesOpen(calendar: BusinessCalendar, from: Date, to: Date): number {
  const furthest = new Date(to.getTime() - limits.calendarSpanDays * 86_400_000)
  return Math.max(0, Math.round(businessMinutesBetween(calendar, from < furthest ? furthest : from, to)))
}

/** All rows of a day in one statement, whatever their number. */
async function replaceDay(ctx: Context, day: string, rows: SeenRow[]): Promise<void> {
  const practiceId = ctx.actor.practiceId
  await ctx.tx.deleteFrom('seen_days').where('practice_id', '=', practiceId).where('day', '=', day).execute()
  const columns = sql.join(seenColumns.map((column) => sql.ref(column)))
  await sql`insert into seen_days (practice_id, day, ${columns}) select ${practiceId}, ${day}::date, ${columns}
    from jsonb_populate_recordset(null::seen_days, ${JSON.stringify(rows)}::jsonb)`.execute(ctx.tx)
}

/** One month after the other, up to that of the day that was counted last: it is not over, and every day before it has been. */
async function addUpNextMonth(ctx: Context): Promise<string | null> {
  const { counted_until: countedUntil, months_until: done } = await lockProgress(ctx)
  const month = done ?? (await firstMonth(ctx))
  if (countedUntil === null || month === null || month >= monthOf(countedUntil)) {
    return null
  }
  await addUpMonth(ctx, month)
  await ctx.tx
    .updateTable('seen_progress')
    .set({ months_until: monthOf(addDays(month, 31)) })
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
  return month
}

async function firstMonth(ctx: Context): Promise<string | null> {
  const { first } = await ctx.tx
    .selectFrom('seen_days')
    .select(sql<string | null>`min(day)::text`.as('first'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  return first === null ? null : monthOf(first)
}

/** A month whose last day has been counted to its end, as one row for each topic, inbox and person. */
async function addUpMonth(ctx: Context, month: string): Promise<void> {
  const practiceId = ctx.actor.practiceId
  const key = sql`topic_id, care_team_id, practitioner_id`
  const numbers = sql.join(summed.map((column) => sql.ref(column)))
  const sums = sql.join(summed.map((column) => sql`sum(${sql.ref(column)})`))
  const lists = ['reply_minutes', 'held_minutes', 'triage_minutes', 'resolution_minutes']
  // Arrays of different lengths are joined as what they are written like.
  const joined = lists.map(
    (column) =>
      sql`coalesce(('{' || string_agg(nullif(array_to_string(${sql.ref(column)}, ','), ''), ',') || '}')::int[], '{}')`,
  )
  await ctx.tx.deleteFrom('seen_months').where('practice_id', '=', practiceId).where('month', '=', month).execute()
  await sql`insert into seen_months (practice_id, month, ${key}, ${numbers}, ${sql.join(lists.map((list) => sql.ref(list)))})
    select ${practiceId}, ${month}::date, ${key}, ${sums}, ${sql.join(joined)} from seen_days
    where practice_id = ${practiceId} and day >= ${month}::date and day < (${month}::date + interval '1 month')
    group by ${key}`.execute(ctx.tx)
}

/** Whether messages were read is known only days after they were sent: each month is counted until that is known of its last day. */
async function countNextMonth(ctx: Context, after: string | null): Promise<string | null> {
  const [progress, calendar] = await Promise.all([lockProgress(ctx), loadCalendar(ctx)])
  const { timeZone } = calendar
  const today = dayOf(ctx.now, timeZone)
  if (progress.reading_counted_on === today) {
    return null
  }
  const known = addDays(today, -limits.unreadDays)
  const furthest = addDays(today, -limits.seenDays)
  const first = monthOf(
    progress.reading_counted_on === null ? furthest : addDays(progress.reading_counted_on, -limits.unreadDays),
  )
  const month = after === null ? first : monthOf(addDays(after, 31))
  if (month <= monthOf(known)) {
    await countReading(ctx, { month, until: boundsOf(known, timeZone).start, timeZone, today })
    return month
  }
  await ctx.tx
    .updateTable('seen_progress')
    .set({ reading_counted_on: today })
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
  return null
}

/** What was opened long ago is counted; the single openings go. */
async function forgetTouches(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - limits.touchDays * 86_400_000)
  await sql`delete from touches where practice_id = ${ctx.actor.practiceId} and at < ${before} and ctid in (
      select ctid from touches where practice_id = ${ctx.actor.practiceId} and at < ${before} limit ${limits.touchesSwept})`.execute(
    ctx.tx,
  )
}
