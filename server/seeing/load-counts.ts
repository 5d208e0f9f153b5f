import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { Period } from './period.ts'
import type { Scope } from './scope.ts'

export type Looked = Period & Scope & { topicId: string | null }
export type Times = { count: number; median: number | null; p90: number | null }
export type Counts = {
  arrived: number
  asked: number
  replied: number
  repliedInTime: number
  settled: number
  closed: number
  visitsAvoided: number
  visitsBooked: number
  redirected: number
  sentToEmergency: number
  sent: number
  sentAfterHours: number
  opened: number
}
/** Of what a line of counts is: everything, a step of time, a topic, an inbox, a person. */
export type Grouped = {
  step: string | null
  topic_id: string | null
  care_team_id: string | null
  practitioner_id: string | null
}
type CountRow = Grouped & Counts
type TimesRow = Grouped & Times

/** The counts within what is looked at: few columns of few rows, whatever the practice holds. */
export function countedDays(ctx: Context, looked: Looked) {
  const { from, until, topicId, careTeamIds, practitionerId } = looked
  return sql`select seen_days.*, date_trunc(${looked.span}, day)::date as step from seen_days
    where practice_id = ${ctx.actor.practiceId} and day >= ${from}::date and day <= ${until}::date
      ${topicId === null ? sql`` : sql`and topic_id = ${topicId}`}
      ${careTeamIds === null ? sql`` : sql`and care_team_id = any(${careTeamIds}::uuid[])`}
      ${practitionerId === null ? sql`` : sql`and practitioner_id = ${practitionerId}`}`
}

const everyWay = sql`grouping sets ((), (step), (topic_id), (care_team_id), (practitioner_id))`
const group = sql`step::text, topic_id, care_team_id, practitioner_id`

/** Each count in total and by step, topic, inbox and person: the days are read once. */
export async function loadCounts(ctx: Context, looked: Looked): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select ${group},
      coalesce(sum(arrived), 0)::int as arrived, coalesce(sum(asked), 0)::int as asked,
      coalesce(sum(replied), 0)::int as replied, coalesce(sum(replied_in_time), 0)::int as "repliedInTime",
      coalesce(sum(settled), 0)::int as settled, coalesce(sum(closed), 0)::int as closed,
      coalesce(sum(visits_avoided), 0)::int as "visitsAvoided", coalesce(sum(visits_booked), 0)::int as "visitsBooked",
      coalesce(sum(redirected), 0)::int as redirected, coalesce(sum(sent_to_emergency), 0)::int as "sentToEmergency",
      coalesce(sum(sent), 0)::int as sent, coalesce(sum(sent_after_hours), 0)::int as "sentAfterHours",
      coalesce(sum(opened), 0)::int as opened
    from (${countedDays(ctx, looked)}) d group by ${everyWay}`.execute(ctx.tx)
  return rows
}

/** Half and nine in ten of the answers, exactly, in the same ways. */
export async function loadReplyTimes(ctx: Context, looked: Looked): Promise<TimesRow[]> {
  const { rows } = await sql<TimesRow>`
    select ${group}, ${quantiles}
    from (${countedDays(ctx, looked)}) d, unnest(d.reply_minutes) m group by ${everyWay}`.execute(ctx.tx)
  return rows
}

export async function loadResolutionTimes(ctx: Context, looked: Looked): Promise<({ step: string | null } & Times)[]> {
  const { rows } = await sql<{ step: string | null } & Times>`
    select step::text, ${quantiles}
    from (${countedDays(ctx, looked)}) d, unnest(d.resolution_minutes) m group by grouping sets ((), (step))`.execute(
    ctx.tx,
  )
  return rows
}

const quantiles = sql`count(*)::int as count, percentile_disc(0.5) within group (order by m) as median,
  percentile_disc(0.9) within group (order by m) as p90`

export type RoleRow = {
  practitioner_id: string
  role: string | null
  triage_minutes: number | null
  triaged: number
  triaged_in_time: number
  reply_minutes: number | null
  answered: number
  answered_in_time: number
}

/** What each person did of what is expected of their role now. */
export async function loadKept(ctx: Context, looked: Looked): Promise<RoleRow[]> {
  const within = (column: string, most: string) =>
    sql`sum((select count(*) from unnest(${sql.ref(column)}) m where m <= ${sql.ref(most)}))::int`
  const { rows } = await sql<RoleRow>`
    select d.practitioner_id, member.role, e.triage_minutes, e.reply_minutes,
      sum(cardinality(d.triage_minutes))::int as triaged,
      ${within('d.triage_minutes', 'e.triage_minutes')} as triaged_in_time,
      sum(cardinality(d.held_minutes))::int as answered,
      ${within('d.held_minutes', 'e.reply_minutes')} as answered_in_time
    from (${countedDays(ctx, looked)}) d
    join memberships member on member.practice_id = d.practice_id and member.id = d.practitioner_id
    left join expectations e on e.practice_id = d.practice_id and e.role = member.role
    group by d.practitioner_id, member.role, e.triage_minutes, e.reply_minutes`.execute(ctx.tx)
  return rows
}

export type StateRow = { day: string; waiting: number; late: number; oldest_at: Date | null }

/** How it stood at the end of these days. */
export async function loadStates(ctx: Context, looked: Looked, days: string[]): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    select day::text, sum(waiting)::int as waiting, sum(late)::int as late, min(oldest_at) as oldest_at
    from (${countedDays(ctx, looked)}) d where day = any(${days}::date[]) group by day`.execute(ctx.tx)
  return rows
}

export type ReadingRow = { language: 'en' | 'fr'; age_band: string; patients: number; messages: number; unread: number }

/**
 * Reading by groups, over the months that the days touch. Patients of several months cannot be added up: the largest month is
 * what a group has at least.
 */
export async function loadReading(ctx: Context, { from, until }: Period): Promise<ReadingRow[]> {
  const { rows } = await sql<ReadingRow>`
    select language, age_band, max(patients)::int as patients, sum(messages)::int as messages, sum(unread)::int as unread
    from seen_reading where practice_id = ${ctx.actor.practiceId}
      and month >= date_trunc('month', ${from}::date) and month <= ${until}::date
    group by language, age_band`.execute(ctx.tx)
  return rows
}
