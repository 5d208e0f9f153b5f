import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Tx } from '../platform/db.ts'
import { decodeRightEdge, type RightEdge } from '../platform/transparency/merkle.ts'
import type { AuditSource, SourceCheckpoint, SourceEvent, SourceLeaf } from './audit-source.ts'
import { contentHashes } from './content-hashes.ts'

/**
 * One log as the database holds it, read by ranges of keys, so that memory stays bounded whatever its length. `tx` must be a
 * snapshot. With `since`, it begins at the largest checkpoint up to that size, whose right edge stands for all before it.
 */
export async function openDatabaseSource(tx: Tx, logId: string, since = 0): Promise<AuditSource> {
  const start = since > 0 ? await findStart(tx, logId, since) : undefined
  const from = start?.size ?? 0
  return {
    ...(start && { start }),
    events: () => events(tx, logId, from),
    leaves: () => leaves(tx, logId, from),
    checkpoints: () => checkpoints(tx, logId, from),
    contentHashes: () => contentHashes(tx, logId, events(tx, logId, from)),
  }
}

/** Undefined when there is none, or its edge is none: then everything is verified. Whether it is the signed one is seen later. */
async function findStart(tx: Tx, logId: string, since: number): Promise<RightEdge | undefined> {
  const row = await tx
    .selectFrom('audit_checkpoints')
    .select(['size', 'edge'])
    .where('practice_id', '=', logId)
    .where('size', '<=', since)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  try {
    const edge = row && decodeRightEdge(row.edge)
    return edge?.size === row?.size ? edge : undefined
  } catch {
    return undefined
  }
}

async function* events(tx: Tx, logId: string, from: number): AsyncGenerator<SourceEvent> {
  yield* sealedEvents(tx, logId, from)
  yield* unsealedEvents(tx, logId)
}

/** In the order of the leaves. An event that stands in the tree twice is given once, at its first place. */
async function* sealedEvents(tx: Tx, logId: string, from: number): AsyncGenerator<SourceEvent> {
  for await (const page of leafPages(tx, logId, from)) {
    const ids = page.map(({ eventId }) => eventId)
    const found = new Map((await eventsById(tx, logId, ids)).map((event) => [event.id, event]))
    for (const { index, eventId } of page) {
      const event = found.get(eventId)
      if (event?.place === index) {
        yield event
      }
    }
  }
}

/** All ids are looked through, since nothing else in the log tells of an event that is in no tree. */
async function* unsealedEvents(tx: Tx, logId: string): AsyncGenerator<SourceEvent> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string; is_sealed: boolean }>`
      select id, (select index from audit_leaves l where l.practice_id = ${logId} and l.event_id = e.id limit 1) is not null as is_sealed
      from audit_events e where practice_id = ${logId} and id > ${after} order by id limit ${limits.auditReadRows}`.execute(
      tx,
    )
    const waiting = rows.filter((row) => !row.is_sealed).map(({ id }) => id)
    yield* waiting.length === 0 ? [] : await eventsById(tx, logId, waiting)
    const last = rows.at(-1)
    if (last === undefined || rows.length < limits.auditReadRows) {
      return
    }
    after = last.id
  }
}

type PlacedEvent = SourceEvent & { place: number | null }

/** With the first leaf of each. Pages are joined here: a plan that joins them may read the whole log for each. */
async function eventsById(tx: Tx, logId: string, ids: string[]): Promise<PlacedEvent[]> {
  const { rows } = await sql<PlacedEvent>`
    select e.id, e.at, e.payload, (select index from audit_leaves f where f.practice_id = ${logId} and f.event_id = e.id
      order by index limit 1) as place
    from audit_events e where e.practice_id = ${logId} and e.id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

async function* leaves(tx: Tx, logId: string, from: number): AsyncGenerator<SourceLeaf> {
  for await (const page of leafPages(tx, logId, from)) {
    yield* page
  }
}

async function* leafPages(tx: Tx, logId: string, from: number): AsyncGenerator<SourceLeaf[]> {
  for (let next = from; ;) {
    const { rows } = await sql<SourceLeaf>`
      select index, event_id as "eventId", leaf from audit_leaves
      where practice_id = ${logId} and index >= ${next} order by index limit ${limits.auditReadRows}`.execute(tx)
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < limits.auditReadRows) {
      return
    }
    next = last.index + 1
  }
}

async function* checkpoints(tx: Tx, logId: string, from: number): AsyncGenerator<SourceCheckpoint> {
  for (let next = from; ;) {
    const { rows } = await sql<SourceCheckpoint>`
      select size, root, note from audit_checkpoints
      where practice_id = ${logId} and size >= ${next} order by size limit ${limits.auditReadRows}`.execute(tx)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < limits.auditReadRows) {
      return
    }
    next = last.size + 1
  }
}
