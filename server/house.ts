import { createApp, type App } from './app.ts'
import type { Way } from './access/enter.ts'
import { contextKey, rolePassword } from './access/key-encryption.ts'
import { createKeyCache } from './access/keyring.ts'
import { openDeployment } from './access/platform-keys.ts'
import { assertIsolation } from './access/isolation.ts'
import { watchRoom } from './access/room.ts'
import type { Config } from './config.ts'
import { limits } from '../shared/limits.ts'
import { openBlobs } from './platform/open-blobs.ts'
import { blobRoot } from './platform/blobs.ts'
import { type Connection, openDatabase } from './platform/db.ts'
import type { KeyEncryptionKey } from './platform/key-file.ts'
import { openLive } from './platform/live.ts'
import type { Logger } from './platform/log.ts'

/** Everything one process needs, opened against a migrated database: the server's way in and the worker's. */
export type OpenHouse = {
  app: App
  way: Way
  /** The same way with the worker's database role. */ worker: Way
  close(): Promise<void>
}

export async function openHouse(options: {
  config: Config
  kek: KeyEncryptionKey
  connection: Omit<Connection, 'user' | 'password'>
  log: Logger
  clock?: () => Date
  connections?: number
}): Promise<OpenHouse> {
  const { config, kek, log, clock = () => new Date() } = options
  const as = (user: string): Connection => ({ ...options.connection, user, password: rolePassword(kek, user) })
  const { connections } = options
  const db = openDatabase(as('threadwell_app'), contextKey(kek), { connections, heldMs: limits.databaseHeldMs })
  const jobs = openDatabase(as('threadwell_job'), contextKey(kek), { connections: 4 })
  const close = async (...more: (() => Promise<unknown>)[]) => {
    for (const end of [...more, db.close, jobs.close]) {
      await end()
    }
  }
  try {
    await assertIsolation(db)
    const deployment = await db.transact(null, (tx) => openDeployment(kek, tx, clock()))
    const live = await openLive(as('threadwell_app'), log)
    const room = await watchRoom(config, log)
    const house = {
      config,
      deployment,
      blobs: await openBlobs(config.blobBucket, blobRoot(config.dataDir)),
      live,
      room,
      log,
    }
    const keyCache = createKeyCache(kek)
    const way: Way = { db, house, keyCache, clock }
    const app = await createApp(way)
    const ends = [() => app.close(), live.close, async () => room.close()]
    return { app, way, worker: { ...way, db: jobs }, close: () => close(...ends) }
  } catch (error) {
    await close()
    throw error
  }
}
