import { destination } from 'pino'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { type Config } from '../config.ts'
import { type Connection, type Database, openDatabase } from '../platform/db.ts'
import { hasEmbeddedDatabase, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { type KeyEncryptionKey, loadOrCreateKeyFile } from '../platform/key-file.ts'
import { createLogger } from '../platform/log.ts'
import { locateCluster, superuser } from '../platform/postgres-cluster.ts'
import { findServer } from '../platform/postgres-server.ts'
import { parseDatabaseUrl } from './external-postgres.ts'
import { Refusal } from './refusal.ts'

export type Beside = {
  db: Database
  kek: KeyEncryptionKey
  /** Who may copy the whole of it. */
  owner: Connection
  close(): Promise<void>
}

/** Opens the database where it is, beside the running server or while it is stopped, with the role of the worker. */
export async function openBeside(config: Config): Promise<Beside> {
  const { dataDir, databaseUrl } = config
  if (databaseUrl === undefined && !(await hasEmbeddedDatabase(dataDir))) {
    throw new Refusal(`There is no database in ${dataDir}.`)
  }
  const kek = await loadOrCreateKeyFile(config.keyFile, { mayCreate: false })
  const { place, stop } =
    databaseUrl === undefined
      ? await reachEmbedded(config, kek)
      : { place: parseDatabaseUrl(databaseUrl), stop: async () => {} }
  const user = 'threadwell_job'
  const db = openDatabase({ ...place, user, password: rolePassword(kek, user) }, contextKey(kek), { connections: 1 })
  const owner = 'password' in place ? place : { ...place, user: superuser, password: rolePassword(kek, 'postgres') }
  return {
    db,
    kek,
    owner,
    async close() {
      await db.close()
      await stop()
    },
  }
}

type Reached = { place: Connection | Omit<Connection, 'user' | 'password'>; stop(): Promise<void> }

/** The one that runs, whoever started it; otherwise it is started, and stopped again at the end. */
async function reachEmbedded(config: Config, kek: KeyEncryptionKey): Promise<Reached> {
  const running = await findServer(await locateCluster(config.dataDir))
  if (running !== undefined) {
    const { socketDirectory: host, port } = running
    return { place: { host, port, database: 'threadwell' }, stop: async () => {} }
  }
  const log = createLogger({ level: config.logLevel, destination: destination({ dest: 2, sync: true }) })
  const superuserPassword = rolePassword(kek, 'postgres')
  const started = await startEmbeddedPostgres({ dataDir: config.dataDir, superuserPassword, log })
  return { place: started.connection, stop: started.stop }
}
