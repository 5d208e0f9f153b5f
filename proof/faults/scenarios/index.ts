import type { Scenario } from '../scenario.ts'
import { backups } from './backups.ts'
import { clocks } from './clocks.ts'
import { damage } from './damage.ts'
import { database } from './database.ts'
import { exporting } from './exporting.ts'
import { full } from './full.ts'
import { key } from './key.ts'
import { kill } from './kill.ts'
import { lines } from './lines.ts'
import { loop } from './loop.ts'
import { mail } from './mail.ts'
import { memory } from './memory.ts'
import { migration } from './migration.ts'
import { network } from './network.ts'
import { poison } from './poison.ts'
import { pool } from './pool.ts'
import { promote } from './promote.ts'
import { repeat } from './repeat.ts'
import { room } from './room.ts'
import { scanner } from './scanner.ts'
import { sealing } from './sealing.ts'
import { store } from './store.ts'
import { texts } from './texts.ts'
import { unfinished } from './unfinished.ts'
import { uploads } from './uploads.ts'
import { writes } from './writes.ts'

export const scenarios: Record<string, Scenario> = {
  kill,
  backups,
  exporting,
  repeat,
  database,
  network,
  lines,
  unfinished,
  uploads,
  mail,
  texts,
  clocks,
  key,
  full,
  room,
  writes,
  damage,
  pool,
  scanner,
  store,
  loop,
  memory,
  poison,
  migration,
  sealing,
  promote,
}
