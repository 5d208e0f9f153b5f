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
 * size and root. Twice is once: each step is one transaction under a lock, and an event has one leaf. Returns how many acts
 * were sealed.
 *
 * Ordinarily only acts of transactions that had all ended are taken: those below the oldest that still runs. So no act can
 * appear later below the boundary, and none is missed. `isThorough` looks at every act whatever its transaction, as does the
 * first sealing in another database system, where transactions have other numbers.
 */
export async function sealLog(way: Way, logId: string, { isThorough = false } = {}): Promise<number> {
  const run: Run = { isThorough, after: null, oldestRunning: null }
  for (let total = 0; ;) {
    const step = await sealStep(way, logId, run)
    if (step.note !== null) {
      await keepCheckpoint(way.house, logId, step.note)
    }
    total += step.count
    if (step.isLast) {
      return total
    }
  }
}

/** What one step hands on to the next: how far the acts were looked through, and what still ran when that began. */
type Run = { isThorough: boolean; after: { xid: string; id: string } | null; oldestRunning: string | null }
type Step = { count: number; note: string | null; isLast: boolean }
type Newest = { size: number; edge: Buffer; boundary: string; system_identifier: string }
type Act = { id: string; xid: string; leaf: Buffer; payload: Buffer; is_sealed: boolean; oldest_running: string }

const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Not in repeatable read: its view would be from before the lock. Here the newest checkpoint is seen as the last holder of
 * the lock left it, and the acts and the oldest running transaction are of one statement, which is one view.
 */
function sealStep(way: Way, logId: string, run: Run): Promise<Step> {
  const requestId = uuidv7()
  return way.db.transact({ practiceId: logId, actorId: 'system', requestId }, async (tx) => {
    const [isMine, system, newest] = await Promise.all([lock(tx, logId), readSystem(tx), readNewest(tx, logId)])
    if (!isMine) {
      return { count: 0, note: null, isLast: true }
    }
    const hasMoved = newest !== null && newest.system_identifier !== system
    const isWhole = run.isThorough || hasMoved
    const start = { xid: isWhole ? '0' : (newest?.boundary ?? '0'), id: firstId }
    const acts = await selectActs(tx, logId, run.after ?? start, isWhole)
    const last = acts.at(-1)
    const isLast = acts.length < limits.auditSealRows
    const fresh = acts.filter((act) => !act.is_sealed)
    if (isLast && hasMoved) {
      fresh.push(...(await recordMove(tx, logId, requestId)))
    }
    run.after = last ?? null
    run.oldestRunning ??= (last ?? fresh[0])?.oldest_running ?? null
    if (fresh.length === 0) {
      return { count: 0, note: null, isLast }
    }
    const seal = isLast
      ? { boundary: (isWhole ? run.oldestRunning : last?.oldest_running) ?? '0', system }
      : // The next sealing has to begin where this one did, or with the transaction that was cut in two.
        {
          boundary: isWhole ? (newest?.boundary ?? '0') : (last?.xid ?? '0'),
          system: newest?.system_identifier ?? system,
        }
    const written = await writeSeal(way, tx, logId, fresh, { newest, ...seal })
    return { ...written, isLast }
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

/** The log says itself that it was restored, or taken over by another release of PostgreSQL: an act of this transaction. */
async function recordMove(tx: Tx, logId: string, requestId: string): Promise<Act[]> {
  await insertAudit(tx, {
    act: 'audit.move',
    actor: { kind: 'system' },
    patient: [],
    info: [],
    outcome: 0,
    rule: 'system',
    req: requestId,
  })
  const { rows } = await sql<Act>`
    select id, xid, leaf, payload, false as is_sealed, pg_snapshot_xmin(pg_current_snapshot()) as oldest_running
    from audit_events where practice_id = ${logId} and xid = pg_current_xact_id()`.execute(tx)
  return rows
}

/**
 * The next acts in their order, which is that of transactions and never that of clocks. The page is cut before it is asked
 * what of it is sealed, act by act (`exists` may be answered by reading all leaves), so that it costs the same however long
 * the log is.
 */
async function selectActs(tx: Tx, logId: string, after: { xid: string; id: string }, isWhole: boolean): Promise<Act[]> {
  const ended = isWhole ? sql`` : sql`and xid < pg_snapshot_xmin(pg_current_snapshot())`
  const { rows } = await sql<Act>`
    with page as materialized (
      select id, xid, leaf, payload from audit_events
      where practice_id = ${logId} and (xid, id) > (${after.xid}::xid8, ${after.id}::uuid) ${ended}
      order by xid, id limit ${limits.auditSealRows}
    )
    select page.*, pg_snapshot_xmin(pg_current_snapshot()) as oldest_running,
      (select index from audit_leaves l where l.practice_id = ${logId} and l.event_id = page.id limit 1) is not null as is_sealed
    from page order by page.xid, page.id`.execute(tx)
  return rows
}

type Seal = { newest: Newest | null; boundary: string; system: string }

async function writeSeal(way: Way, tx: Tx, logId: string, fresh: Act[], seal: Seal): Promise<Omit<Step, 'isLast'>> {
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

function insertLeaves(tx: Tx, logId: string, first: number, fresh: Act[]): Promise<unknown> {
  const ids = fresh.map(({ id }) => id)
  return sql`insert into audit_leaves (practice_id, index, event_id, leaf)
    select ${logId}, ${first} + place - 1, e.id, e.leaf
    from unnest(${ids}::uuid[]) with ordinality as sealed(id, place)
    join audit_events e on e.practice_id = ${logId} and e.id = sealed.id`.execute(tx)
}

function insertTerms(tx: Tx, logId: string, fresh: Act[]): Promise<unknown> {
  const found = fresh.flatMap(({ id, payload }) => termsOf(payload).map((term) => ({ id, term })))
  return sql`insert into audit_terms (practice_id, term, event_id)
    select ${logId}, term, id
    from unnest(${found.map(({ term }) => term)}::text[], ${found.map(({ id }) => id)}::uuid[]) as found(term, id)`.execute(
    tx,
  )
}
