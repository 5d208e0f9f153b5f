import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { partsOf } from './calendar-days.ts'
import type { Period } from './period.ts'
import type { Scope } from './scope.ts'

export type Looked = Period & Scope & { topicId: string | null }

/** Of which step of time, topic, inbox and person a line of counts is. */
export type CellKey = { step: string; topic_id: string; care_team_id: string; practitioner_id: string }
export type Cell = CellKey & {
  arrived: number
  asked: number
  replied: number
  replied_in_time: number
  settled: number
  closed: number
  visits_avoided: number
  visits_booked: number
  redirected: number
  sent_to_emergency: number
  sent: number
  sent_after_hours: number
  opened: number
  /** Minutes, one for each. */
  reply: readonly number[]
  held: readonly number[]
  triage: readonly number[]
  resolution: readonly number[]
}
type Lists = 'reply' | 'held' | 'triage' | 'resolution'
/** Lists as numbers with commas between, which are read here far faster than an array is by the database's client; null of none. */
type CellRow = Omit<Cell, Lists> & { [L in Lists]: string | null }

/** The counts within what is looked at, of these days. */
function countedDays(ctx: Context, looked: Looked, { from, until }: { from: string; until: string }) {
  return sql`from seen_days where practice_id = ${ctx.actor.practiceId} and day >= ${from}::date and day <= ${until}::date
    ${narrowed(looked)}`
}

function narrowed({ topicId, careTeamIds, practitionerId }: Looked) {
  return sql`${topicId === null ? sql`` : sql`and topic_id = ${topicId}`}
    ${careTeamIds === null ? sql`` : sql`and care_team_id = any(${careTeamIds}::uuid[])`}
    ${practitionerId === null ? sql`` : sql`and practitioner_id = ${practitionerId}`}`
}

const lists = [
  ['reply_minutes', 'reply'],
  ['held_minutes', 'held'],
  ['triage_minutes', 'triage'],
  ['resolution_minutes', 'resolution'],
] as const satisfies [string, Lists][]

/** Of which times every single one is wanted: those that nothing is held against are left where they are. */
export type WantedLists = Record<'held' | 'triage', boolean>

function listOf(wanted: WantedLists, name: Lists, list: RawBuilder<unknown>) {
  const isWanted = name === 'reply' || name === 'resolution' || wanted[name]
  return sql`${isWanted ? list : sql`null::text`} as ${sql.ref(name)}`
}

/**
 * What was counted, summed up to the steps that are shown. The days are read once; the sums by topic, inbox and person are made
 * of these lines (add-cells.ts), which costs a fraction of having them grouped five ways here. Where a step is a month, those
 * that are whole and over (`monthsUntil` is not among them) have been added up before.
 */
export async function loadCells(
  ctx: Context,
  looked: Looked,
  monthsUntil: string | null,
  wanted: WantedLists,
): Promise<Cell[]> {
  const parts =
    looked.span === 'month' && monthsUntil !== null ? partsOf(looked, monthsUntil) : { days: [looked], months: null }
  const [months, ...days] = await Promise.all([
    parts.months === null ? [] : wholeMonths(ctx, looked, parts.months, wanted),
    ...parts.days.map((part) => addedDays(ctx, looked, part, wanted)),
  ])
  return [...months, ...days.flat()]
}

type Days = { from: string; until: string }

async function addedDays(ctx: Context, looked: Looked, days: Days, wanted: WantedLists): Promise<Cell[]> {
  const sum = (column: string) => sql`sum(${sql.ref(column)})::int as ${sql.ref(column)}`
  const list = ([column, name]: readonly [string, Lists]) =>
    listOf(wanted, name, sql`string_agg(nullif(array_to_string(${sql.ref(column)}, ','), ''), ',')`)
  const { rows } = await sql<CellRow>`
    select ${stepOf(looked.span)} as step, topic_id, care_team_id, practitioner_id,
      ${sql.join(summed.map(sum))}, ${sql.join(lists.map(list))}
    ${countedDays(ctx, looked, days)} group by 1, 2, 3, 4`.execute(ctx.tx)
  return rows.map(cellOf)
}

async function wholeMonths(ctx: Context, looked: Looked, months: Days, wanted: WantedLists): Promise<Cell[]> {
  const list = ([column, name]: readonly [string, Lists]) =>
    listOf(wanted, name, sql`nullif(array_to_string(${sql.ref(column)}, ','), '')`)
  const { rows } = await sql<CellRow>`
    select month as step, topic_id, care_team_id, practitioner_id, ${sql.join(summed.map((column) => sql.ref(column)))},
      ${sql.join(lists.map(list))}
    from seen_months where practice_id = ${ctx.actor.practiceId}
      and month >= ${months.from}::date and month <= ${months.until}::date ${narrowed(looked)}`.execute(ctx.tx)
  return rows.map(cellOf)
}

/** Read once for the five sums in which they stand. */
function cellOf(row: CellRow): Cell {
  const { reply, held, triage, resolution, ...counts } = row
  return {
    ...counts,
    reply: numbersIn(reply),
    held: numbersIn(held),
    triage: numbersIn(triage),
    resolution: numbersIn(resolution),
  }
}

/** "60,5,300", digit by digit: a year of a large practice has a hundred thousand of them. Pure: tested as a table. */
export function numbersIn(written: string | null): number[] {
  const numbers: number[] = []
  if (written === null || written === '') {
    return numbers
  }
  let number = 0
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at)
    if (code === comma) {
      numbers.push(number)
      number = 0
    } else {
      number = number * 10 + code - zero
    }
  }
  numbers.push(number)
  return numbers
}
const comma = 44
const zero = 48

/** The first day of a day's step. A date stays a date: as text, or in a zone, it would be slow to group by. */
function stepOf(span: Period['span']) {
  return {
    day: sql`day`,
    week: sql`day - (extract(isodow from day)::int - 1)`,
    month: sql`date_trunc('month', day::timestamp)::date`,
  }[span]
}

export const summed = [
  'arrived',
  'asked',
  'replied',
  'replied_in_time',
  'settled',
  'closed',
  'visits_avoided',
  'visits_booked',
  'redirected',
  'sent_to_emergency',
  'sent',
  'sent_after_hours',
  'opened',
] as const satisfies (keyof Cell)[]

export type StateRow = { day: string; waiting: number; late: number; oldest_at: Date | null }

/** How it stood at the end of these days. */
export async function loadStates(ctx: Context, looked: Looked, days: string[]): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    select day::text, sum(waiting)::int as waiting, sum(late)::int as late, min(oldest_at) as oldest_at
    ${countedDays(ctx, looked, looked)} and day = any(${days}::date[]) group by day`.execute(ctx.tx)
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
