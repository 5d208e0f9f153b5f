import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { insertAudit } from '../access/audit.ts'
import type { Way } from '../access/enter.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { appendLeaf, decodeRightEdge, edgeRoot, emptyEdge, encodeRightEdge } from '../platform/transparency/merkle.ts'
import { checkpointOrigin, signCheckpoint } from './checkpoint.ts'
import { keepCheckpoint } from './checkpoint-file.ts'
import { termsOf } from './terms.ts'

/**
 * Brings the acts of one log (a practice's, or the deployment's own) that are outside its tree into it, and signs the new
 * size and root. Twice is once: one transaction under a lock, and an event has one leaf. Returns how many acts were sealed.
 *
 * Ordinarily only acts of transactions that had all ended are taken: those below the oldest that still runs. So no act can
 * appear later below the boundary, and none is missed. `isThorough` looks at every act whatever its transaction, as does the
 * first sealing in another database system, where transactions have other numbers.
 */
export async function sealLog(way: Way, logId: string, { isThorough = false } = {}): Promise<number> {
  for (let total = 0; ;) {
    const sealed = await sealBatch(way, logId, isThorough)
    if (sealed.note !== null) {
      await keepCheckpoint(way.house, logId, sealed.note)
    }
    total += sealed.count
    if (sealed.count < limits.auditSealRows) {
      return total
    }
  }
}

type Sealed = { count: number; note: string | null }
type Newest = { size: number; edge: Buffer; boundary: string; system_identifier: string }
type Fresh = { id: string; xid: string; leaf: Buffer; payload: Buffer; oldest_running: string }

/**
 * Not in repeatable read: its view would be from before the lock. Here the newest checkpoint is seen as the last holder of
 * the lock left it, and the acts and the oldest running transaction are of one statement, which is one view.
 */
function sealBatch(way: Way, logId: string, isThorough: boolean): Promise<Sealed> {
  const requestId = uuidv7()
  return way.db.transact({ practiceId: logId, actorId: 'system', requestId }, async (tx) => {
    const [isMine, system, newest] = await Promise.all([lock(tx, logId), readSystem(tx), readNewest(tx, logId)])
    if (!isMine) {
      return { count: 0, note: null }
    }
    const hasMoved = newest !== null && newest.system_identifier !== system
    if (hasMoved) {
      await recordMove(tx, logId, requestId)
    }
    const isWhole = isThorough || hasMoved
    const fresh = await selectFresh(tx, logId, isWhole ? null : (newest?.boundary ?? '0'))
    const last = fresh.at(-1)
    if (last === undefined) {
      return { count: 0, note: null }
    }
    const isFull = fresh.length === limits.auditSealRows
    return writeSeal(way, tx, logId, fresh, {
      newest,
      // A full batch leaves acts behind: the next one begins where this one did, or with its last transaction.
      boundary: !isFull ? last.oldest_running : isWhole ? (newest?.boundary ?? '0') : last.xid,
      system: isFull && newest !== null ? newest.system_identifier : system,
    })
  })
}

async function lock(tx: Tx, logId: string): Promise<boolean> {
  const { rows } = await sql<{ is_mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`seal ${logId}`}, 0)) as is_mine`.execute(tx)
  return rows[0]?.is_mine === true
}

async function readSystem(tx: Tx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select system_identifier::text as id from pg_control_system()`.execute(tx)
  return rows[0]?.id ?? ''
}

async function readNewest(tx: Tx, logId: string): Promise<Newest | null> {
  const newest = await tx
    .selectFrom('audit_checkpoints')
    .select(['size', 'edge', 'boundary', 'system_identifier'])
    .where('practice_id', '=', logId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest ?? null
}

/** The log says itself that it was restored, or taken over by another release of PostgreSQL. */
function recordMove(tx: Tx, logId: string, requestId: string): Promise<void> {
  return insertAudit(tx, logId, {
    act: 'audit.move',
    actor: { kind: 'system' },
    patient: [],
    info: [],
    outcome: 0,
    rule: 'system',
    req: requestId,
  })
}

/** The acts to seal, in their order: that of transactions, never that of clocks. `boundary` null: whatever their transactions. */
async function selectFresh(tx: Tx, logId: string, boundary: string | null): Promise<Fresh[]> {
  const ended =
    boundary === null ? sql`` : sql`and e.xid >= ${boundary}::xid8 and e.xid < pg_snapshot_xmin(pg_current_snapshot())`
  const { rows } = await sql<Fresh>`
    select e.id, e.xid, e.leaf, e.payload, pg_snapshot_xmin(pg_current_snapshot()) as oldest_running
    from audit_events e
    where e.practice_id = ${logId} ${ended}
      and not exists (select from audit_leaves l where l.practice_id = ${logId} and l.event_id = e.id)
    order by e.xid, e.id limit ${limits.auditSealRows}`.execute(tx)
  return rows
}

type Seal = { newest: Newest | null; boundary: string; system: string }

async function writeSeal(way: Way, tx: Tx, logId: string, fresh: Fresh[], seal: Seal): Promise<Sealed> {
  const edge = seal.newest === null ? emptyEdge() : decodeRightEdge(seal.newest.edge)
  const first = edge.size
  fresh.forEach(({ leaf }) => appendLeaf(edge, leaf))
  const { deployment } = way.house
  const origin = checkpointOrigin(deployment.id, logId)
  const checkpoint = { origin, size: edge.size, root: edgeRoot(edge) }
  const note = signCheckpoint(checkpoint, deployment.signing.privateKey)
  await Promise.all([
    insertLeaves(tx, logId, first, fresh),
    insertTerms(tx, logId, fresh),
    tx
      .insertInto('audit_checkpoints')
      .values({
        practice_id: logId,
        size: edge.size,
        root: checkpoint.root,
        edge: encodeRightEdge(edge),
        boundary: seal.boundary,
        system_identifier: seal.system,
        note,
      })
      .execute(),
  ])
  return { count: fresh.length, note }
}

function insertLeaves(tx: Tx, logId: string, first: number, fresh: Fresh[]): Promise<unknown> {
  const ids = fresh.map(({ id }) => id)
  return sql`insert into audit_leaves (practice_id, index, event_id, leaf)
    select ${logId}, ${first} + place - 1, e.id, e.leaf
    from unnest(${ids}::uuid[]) with ordinality as sealed(id, place)
    join audit_events e on e.practice_id = ${logId} and e.id = sealed.id`.execute(tx)
}

function insertTerms(tx: Tx, logId: string, fresh: Fresh[]): Promise<unknown> {
  const found = fresh.flatMap(({ id, payload }) => termsOf(payload).map((term) => ({ id, term })))
  return sql`insert into audit_terms (practice_id, term, event_id)
    select ${logId}, term, id
    from unnest(${found.map(({ term }) => term)}::text[], ${found.map(({ id }) => id)}::uuid[]) as found(term, id)`.execute(
    tx,
  )
}
