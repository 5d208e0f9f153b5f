import { destination } from 'pino'
import { loadConfig } from '../config.ts'
import { createLogger } from '../platform/log.ts'
import { prepareDatabase } from './prepare-database.ts'
import type { Tell } from './run-server.ts'

/** Brings the database up to date and ends: for those who do this before they start new servers. */
export async function migrateOnly(tell: Tell): Promise<void> {
  const config = loadConfig()
  const log = createLogger({ level: config.logLevel, destination: destination({ dest: 2, sync: false }) })
  const prepared = await prepareDatabase(config, log)
  await prepared.stop()
  tell('The database is up to date.')
}
