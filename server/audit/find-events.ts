import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { flagged } from './terms.ts'
import { waitingEvents } from './waiting-events.ts'

export type FoundEvent = { id: string; payload: Buffer; is_sealed: boolean }
export type EventSearch = {
  /** Ids, acts, the flag: an event has every one of them. */
  terms: string[]
  /** Both are included. */
  from?: Date | undefined
  until?: Date | undefined
  /** The id of the last event of the page before. */
  before?: string | undefined
  count: number
}

/**
 * The events of a log that have all these terms, newest first. Those in the tree are found by their terms; the few that wait
 * for their seal by their payloads.
 */
export async function findEvents(tx: Tx, logId: string, search: EventSearch): Promise<FoundEvent[]> {
  const [first, ...more] = search.terms
  const { count } = search
  const sealed =
    first === undefined
      ? sql`select l.event_id as id from audit_events e join audit_leaves l on l.practice_id = ${logId} and l.event_id = e.id
          where e.practice_id = ${logId} ${within('e.id', search)} order by e.id desc limit ${count}`
      : sql`select t.event_id from audit_terms t where t.practice_id = ${logId} and t.term = ${first} ${all(
          more.map(
            (term) => sql`and exists (select from audit_terms o
            where o.practice_id = ${logId} and o.term = ${term} and o.event_id = t.event_id)`,
          ),
        )} ${within('t.event_id', search)} order by t.event_id desc limit ${count}`
  const waiting = sql`select e.id from ${waitingEvents(logId)} e where true ${within('e.id', search)}
      ${all(search.terms.map((term) => sql`and position(convert_to(${inPayload(term)}, 'UTF8') in e.payload) > 0`))}
    order by e.id desc limit ${count}`
  const { rows } = await sql<FoundEvent>`
    select e.id, e.payload, found.is_sealed
    from (select sealed.*, true as is_sealed from (${sealed}) sealed (id)
      union all select waiting.*, false from (${waiting}) waiting (id)) found
    join audit_events e on e.practice_id = ${logId} and e.id = found.id
    order by e.id desc limit ${count}`.execute(tx)
  return rows
}

/** Events are in the order of their ids, which begin with the time: no other index is needed. */
function within(id: string, { from, until, before }: EventSearch): RawBuilder<unknown> {
  const column = sql.ref(id)
  return all([
    ...(from ? [sql`and ${column} >= ${firstIdAt(from.getTime())}`] : []),
    ...(until ? [sql`and ${column} < ${firstIdAt(until.getTime() + 1)}`] : []),
    ...(before ? [sql`and ${column} < ${before}`] : []),
  ])
}

function firstIdAt(ms: number): string {
  const hex = Math.min(Math.max(ms, 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Where a term stands in the payload, with its quotes: ids are whole values, and no other value of an entry looks like one. */
function inPayload(term: string): string {
  if (term === flagged) {
    return '"reason":"'
  }
  return /^[0-9a-f-]{36}$/.test(term) ? `"${term}"` : `"act":"${term}"`
}

function all(parts: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(parts, sql` `)
}
