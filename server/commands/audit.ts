import { destination } from 'pino'
import { type AuditHouse, type AuditTerminal, runAuditCommand } from '../audit/cli.ts'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { openDeployment } from '../access/platform-keys.ts'
import { type Config, loadConfig } from '../config.ts'
import { type Connection, openDatabase } from '../platform/db.ts'
import { hasEmbeddedDatabase, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { type KeyEncryptionKey, loadOrCreateKeyFile } from '../platform/key-file.ts'
import { createLogger } from '../platform/log.ts'
import { locateCluster } from '../platform/postgres-cluster.ts'
import { findServer } from '../platform/postgres-server.ts'
import { parseDatabaseUrl } from './external-postgres.ts'
import { Refusal } from './refusal.ts'

/** `threadwell audit …`, beside the running server or while it is stopped. It changes nothing. */
export function audit(args: string[], terminal: Omit<AuditTerminal, 'open'>): Promise<number> {
  return runAuditCommand(args, { ...terminal, open: () => openAuditHouse(loadConfig()) })
}

/** Opens the log where it is, with the role of the worker and the key of the deployment. */
export async function openAuditHouse(config: Config): Promise<AuditHouse> {
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
  const close = async (): Promise<void> => {
    await db.close()
    await stop()
  }
  try {
    const deployment = await db.transact(null, (tx) => openDeployment(kek, tx, new Date()), 'snapshot')
    return { db, deployment, dataDir, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Reached = { place: Omit<Connection, 'user' | 'password'>; stop(): Promise<void> }

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
