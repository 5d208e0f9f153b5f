import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolePassword } from '../server/access/key-encryption.ts'
import { prepareDatabase } from '../server/commands/prepare-database.ts'
import { type Config, loadConfig } from '../server/config.ts'
import { openHouse } from '../server/house.ts'
import type { Connection } from '../server/platform/db.ts'
import { type KeyEncryptionKey, loadOrCreateKeyFile } from '../server/platform/key-file.ts'
import { createLogger } from '../server/platform/log.ts'
import type { TestHouse } from '../server/testing/test-house.ts'

/** A database of its own with the product's settings, in a temporary directory, and the house opened over it. */
export type Place = {
  house: TestHouse
  /** Where its server listens. */
  port: number
  config: Config
  /** The superuser's, who may do everything. */
  owner: Connection
  /** The server's own role. */
  app: Connection
  /** The environment of a server process over the same database. */
  env: Record<string, string>
  /** The process of PostgreSQL whose children are its connections. */
  databasePid: number
  close(): Promise<void>
}

/** Another one where several benches share a machine. */
export const port = Number(process.env['BENCH_PORT'] ?? 18_173)
const log = createLogger({ level: 'silent' })

/** `number`: several that are open at once listen on ports of their own. */
export async function openPlace(number = 0): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-bench-'))
  const place = await openPlaceAt(dataDir, number)
  return {
    ...place,
    async close() {
      await place.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A place in this directory, which stays when it is closed. */
export async function openPlaceAt(dataDir: string, number = 0): Promise<Place> {
  const env = environment(dataDir, number)
  const config = loadConfig(env)
  const { kek, connection, stop } = await prepareDatabase(config, log)
  const house = await openOver(config, kek, connection)
  const { host, port: socketPort, user, password, database } = connection
  const query = new URLSearchParams({ host, port: String(socketPort), sslmode: 'disable' })
  return {
    house,
    config,
    port: port + number,
    owner: connection,
    app: { ...connection, user: 'threadwell_app', password: rolePassword(kek, 'threadwell_app') },
    env: { ...env, DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${query}` },
    databasePid: Number(
      (await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
    ),
    async close() {
      await house.close()
      await stop()
    },
  }
}

/** The house of a place that is open, a second time: for a thread. */
export async function openBeside(dataDir: string, connection: Connection): Promise<TestHouse> {
  const config = loadConfig(environment(dataDir))
  return openOver(config, await loadOrCreateKeyFile(config.keyFile, { mayCreate: false }), connection)
}

function environment(dataDir: string, number = 0): Record<string, string> {
  return { DATA_DIR: dataDir, PORT: String(port + number), PUBLIC_URL: `http://localhost:${port + number}` }
}

async function openOver(config: Config, kek: KeyEncryptionKey, connection: Connection): Promise<TestHouse> {
  const opened = await openHouse({ config, kek, connection, log })
  const clock = {
    now: () => new Date(),
    advance: () => {
      throw new Error('the bench runs by the real clock')
    },
  }
  return { ...opened, clock, dataDir: config.dataDir }
}
