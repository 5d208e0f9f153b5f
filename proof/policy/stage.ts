// A PostgreSQL of its own with the product's schema, and ways in: as the server, held by row-level security; and as the
// superuser, past it, so that the policy's own conditions are all that stands between two practices with the same ids.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { contextKey, rolePassword } from '../../server/access/key-encryption.ts'
import { prepareDatabase } from '../../server/commands/prepare-database.ts'
import { loadConfig } from '../../server/config.ts'
import { type Connection, type Database, openDatabase } from '../../server/platform/db.ts'
import type { KeyEncryptionKey } from '../../server/platform/key-file.ts'
import { createLogger } from '../../server/platform/log.ts'

/** How to reach the stage from another thread. */
export type StageAddress = { connection: Connection; kek: { id: string; key: Uint8Array } }
export type Stage = {
  address: StageAddress
  owner: pg.Client
  /** Row-level security holds. */
  held: Database
  /** It does not. */
  bare: Database
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-policy-'))
  const log = createLogger({ level: 'silent' })
  const config = loadConfig({ DATA_DIR: join(folder, 'data'), PUBLIC_URL: 'http://localhost:8080' })
  const { kek, connection, stop } = await prepareDatabase(config, log)
  const joined = await joinStage({ connection, kek })
  // What survives a power cut is not asked here.
  await joined.owner.query('alter system set synchronous_commit = off')
  await joined.owner.query('select pg_reload_conf()')
  return {
    ...joined,
    async close() {
      await joined.close()
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function joinStage(address: StageAddress): Promise<Stage> {
  const { connection } = address
  const kek: KeyEncryptionKey = { ...address.kek, key: Buffer.from(address.kek.key) }
  const owner = new pg.Client(connection)
  owner.on('error', () => {})
  await owner.connect()
  const user = 'threadwell_app'
  const held = openDatabase({ ...connection, user, password: rolePassword(kek, user) }, contextKey(kek), {
    connections: 4,
  })
  const bare = openDatabase(connection, contextKey(kek), { connections: 4 })
  return {
    address: { connection, kek },
    owner,
    held,
    bare,
    async close() {
      await held.close()
      await bare.close()
      await owner.end()
    },
  }
}

/** Rows by table; all rows of a table have the same columns. */
export type Rows = Record<string, Record<string, unknown>[]>

/** Lays rows down as they are: references and triggers are not asked, checks are. */
export async function layDown(owner: pg.Client, rows: Rows): Promise<void> {
  await owner.query('set session_replication_role = replica')
  for (const [table, all] of Object.entries(rows).filter(([, { length }]) => length > 0)) {
    const columns = Object.keys(all[0] ?? {}).join(', ')
    await owner.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(all)],
    )
  }
  await owner.query('set session_replication_role = origin')
}

/** Takes up everything that was laid down. */
export async function clear(owner: pg.Client, tables: string[]): Promise<void> {
  await owner.query(`truncate ${tables.join(', ')} cascade`)
}
