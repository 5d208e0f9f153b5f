// What a deep verification compares: for each sealed value that an entry says was written, the hash of what is stored now.
// Only the last writing counts; a row put back to an older version fits an older entry, and not the last.
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { columnCode, type SealedColumn } from '../access/audit-entry.ts'
import { patientPlaces, practicePlaces } from '../access/places.ts'
import type { Tx } from '../platform/db.ts'
import type { SourceContent, SourceEvent } from './audit-source.ts'
import { readEntry } from './terms.ts'
import { waitingEvents } from './waiting-events.ts'

type Written = { eventId: string; column: string; row: string; expected: Buffer }

/** Goes over the writings that the events tell of, in their order, and leaves out those that were written over later. */
export async function* contentHashes(
  tx: Tx,
  logId: string,
  events: AsyncIterable<SourceEvent>,
): AsyncGenerator<SourceContent> {
  let batch: Written[] = []
  for await (const event of events) {
    batch.push(...writingsOf(event))
    if (batch.length >= limits.auditReadRows) {
      yield* compare(tx, logId, batch)
      batch = []
    }
  }
  yield* compare(tx, logId, batch)
}

function writingsOf({ id, payload }: Pick<SourceEvent, 'id' | 'payload'>): Written[] {
  return (readEntry(payload)?.env ?? []).flatMap(({ column, row, sha256 }) =>
    columns.has(column) ? [{ eventId: id, column, row, expected: Buffer.from(sha256, 'base64url') }] : [],
  )
}

async function* compare(tx: Tx, logId: string, batch: Written[]): AsyncGenerator<SourceContent> {
  for (const [column, writings] of Map.groupBy(batch, (writing) => writing.column)) {
    const stored = await hashesOf(tx, logId, column, writings)
    for (const writing of writings) {
      const now = stored.get(writing.row) ?? null
      if (now?.equals(writing.expected) || (await isLast(tx, logId, writing))) {
        const { eventId, expected } = writing
        yield { eventId, object: `${column} ${writing.row}`, stored: now, expected }
      }
    }
  }
}

async function hashesOf(tx: Tx, logId: string, code: string, writings: Written[]): Promise<Map<string, Buffer>> {
  const [table = '', column = ''] = columns.get(code)?.split('.') ?? []
  const ids = [...new Set(writings.map(({ row }) => row))]
  const { rows } = await sql<{ id: string; hash: Buffer }>`
    select id, sha256(${sql.ref(column)}) as hash from ${sql.table(table)}
    where practice_id = ${logId} and id = any(${ids}::uuid[]) and ${sql.ref(column)} is not null`.execute(tx)
  return new Map(rows.map(({ id, hash }) => [id, hash]))
}

/** Whether no later entry writes the same value: later in the tree, or not yet in it. */
async function isLast(tx: Tx, logId: string, writing: Written): Promise<boolean> {
  const { rows } = await sql<{ id: string; payload: Buffer }>`
    with this as (select index from audit_leaves where practice_id = ${logId} and event_id = ${writing.eventId})
    select e.id, e.payload from audit_terms t
    join audit_leaves l on l.practice_id = ${logId} and l.event_id = t.event_id and l.index > (select index from this)
    join audit_events e on e.practice_id = ${logId} and e.id = t.event_id
    where t.practice_id = ${logId} and t.term = ${writing.row}
    union all
    select e.id, e.payload from ${waitingEvents(logId)} e where e.id <> ${writing.eventId}`.execute(tx)
  return !rows.flatMap(writingsOf).some(({ column, row }) => column === writing.column && row === writing.row)
}

/** The sealed columns by the code that entries use. */
const columns = new Map<string, SealedColumn>(
  ([...Object.keys(patientPlaces), ...Object.keys(practicePlaces)] as SealedColumn[]).map((column) => [
    columnCode(column),
    column,
  ]),
)
