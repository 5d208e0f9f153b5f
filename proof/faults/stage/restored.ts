// A data directory of its own into which a backup is brought back, and the house on what is there afterwards.
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { prepareDatabase } from '../../../server/commands/prepare-database.ts'
import { loadConfig } from '../../../server/config.ts'
import { openHouse } from '../../../server/house.ts'
import { giveUpRestore } from '../../../server/platform/data-dir.ts'
import { createLogger } from '../../../server/platform/log.ts'
import type { TestHouse } from '../../../server/testing/test-house.ts'
import type { Evidence } from '../checkers/checker.ts'
import type { Stage } from './stage.ts'

export type RestorePlace = {
  dataDir: string
  /** The environment of commands and servers there: the database is the embedded one. */
  env: Record<string, string>
  /** Names in it, besides the keys. */
  names(): Promise<string[]>
  /** The house on what was brought back, for the checkers. */
  open(): Promise<Pick<Evidence, 'house' | 'query'> & { close(): Promise<void> }>
  /** Stops what runs there, and takes away all but the keys. */
  empty(): Promise<void>
  /** And the keys. */
  discard(): Promise<void>
}

/** Empty but for the keys of the stage's own server. */
export async function aRestorePlace(stage: Stage, dataDir: string): Promise<RestorePlace> {
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  await copyFile(stage.config.keyFile, join(dataDir, 'keys', 'kek'))
  const env = { DATA_DIR: dataDir, PUBLIC_URL: stage.config.publicUrl, LOG_LEVEL: 'warn' }
  return {
    dataDir,
    env,
    names: async () => (await readdir(dataDir)).filter((name) => name !== 'keys'),
    async open() {
      const config = loadConfig(env)
      const log = createLogger({ level: 'silent' })
      const { kek, connection, stop } = await prepareDatabase(config, log)
      const opened = await openHouse({ config, kek, connection, log })
      const clock = { now: () => new Date(), advance: () => {} }
      const house: TestHouse = { ...opened, clock, dataDir }
      return {
        house,
        async query(text, values) {
          const client = new pg.Client(connection)
          await client.connect()
          return (await client.query<Record<string, unknown>>(text, values).finally(() => client.end())).rows
        },
        async close() {
          await opened.close()
          await stop()
        },
      }
    },
    empty: () => giveUpRestore(dataDir),
    async discard() {
      await giveUpRestore(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
