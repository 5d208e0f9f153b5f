import type { Scenario } from '../scenario.ts'
import { database } from './database.ts'
import { full } from './full.ts'
import { key } from './key.ts'
import { kill } from './kill.ts'
import { lines } from './lines.ts'
import { mail } from './mail.ts'
import { network } from './network.ts'
import { promote } from './promote.ts'
import { repeat } from './repeat.ts'
import { uploads } from './uploads.ts'

export const scenarios: Record<string, Scenario> = {
  kill,
  repeat,
  database,
  network,
  lines,
  uploads,
  mail,
  key,
  full,
  promote,
}
