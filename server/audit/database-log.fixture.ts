// Logs in the real database: acts written as requests write them, and the hand of whoever holds the database itself.
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { insertAudit, type NewEntry } from '../access/audit.ts'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { type Database, openDatabase, type Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { testKek } from '../testing/cluster.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { sealLog } from './seal-log.ts'
import { ownCluster } from '../testing/own-cluster.ts'

export function databaseOf(house: TestHouse): string {
  return String(house.way.db.pool.options.database)
}

/** A pool of its own with the server's role, so that many can write at once. */
export function openWriters(house: TestHouse, connections: number): Database {
  const { host, port } = ownCluster()
  const user = 'threadwell_app'
  const connection = { host, port, user, password: rolePassword(testKek, user), database: databaseOf(house) }
  return openDatabase(connection, contextKey(testKek), { connections })
}

/** One act in a transaction of its own; `during` runs between the act and its commit. */
export async function act(
  db: Database,
  logId: string,
  {
    code = 'message.read',
    during,
    ...more
  }: Partial<NewEntry> & { code?: string; during?: () => Promise<unknown> } = {},
): Promise<void> {
  await db.transact({ practiceId: logId, actorId: logId, requestId: uuidv7() }, async (tx) => {
    await write(tx, { act: code, ...more })
    await during?.()
  })
}

function write(tx: Tx, entry: Partial<NewEntry> & { act: string }): Promise<void> {
  const plain = { actor: { kind: 'system' }, patient: [], info: [], outcome: 0 as const, rule: 'system', req: uuidv7() }
  return insertAudit(tx, { ...plain, ...entry })
}

/** Whoever owns the database and switches its triggers and foreign keys off: what only the log itself can tell. */
export async function asIntruder<T>(house: TestHouse, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...ownCluster(), database: databaseOf(house) })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    return await use(client)
  } finally {
    await client.end()
  }
}

/** As the worker does. Acts wait for every transaction of the cluster, also for one that tidies another database. */
export async function seal(house: TestHouse, logId: string, options: { isThorough?: boolean } = {}): Promise<number> {
  await othersHaveEnded(house)
  return sealLog(house.worker, logId, options)
}

/** Until what writes in other databases of the cluster now has ended; what begins meanwhile holds nothing up that is written already. */
export function othersHaveEnded(house: TestHouse): Promise<void> {
  return asIntruder(house, async (client) => {
    const writing = async () => {
      const { rows } = await client.query<{ pid: number; xid: string }>(
        `select pid, backend_xid::text as xid from pg_stat_activity
          where datname <> current_database() and backend_xid is not null`,
      )
      return rows.map(({ pid, xid }) => `${pid} ${xid}`)
    }
    let left = await writing()
    for (let tries = 0; left.length > 0; tries++) {
      assert(tries < mostTries, 'another database of the cluster writes for too long')
      await wait(20)
      const now = await writing()
      left = left.filter((one) => now.includes(one))
    }
  })
}
const mostTries = 1_000

export type TreeRow = { index: number; event_id: string; leaf: Buffer; xid: string }

/** The tree as it stands: its leaves in order, with the transaction of each event. */
export function treeOf(house: TestHouse, logId: string): Promise<TreeRow[]> {
  return asIntruder(house, async (client) => {
    const { rows } = await client.query<TreeRow>(
      `select l.index::int, l.event_id, l.leaf, e.xid::text from audit_leaves l
       join audit_events e using (practice_id) where l.event_id = e.id and practice_id = $1 order by index`,
      [logId],
    )
    return rows
  })
}

export async function eventCount(house: TestHouse, logId: string): Promise<number> {
  return asIntruder(house, async (client) => {
    const { rows } = await client.query('select count(*)::int as count from audit_events where practice_id = $1', [
      logId,
    ])
    return rows[0].count
  })
}
