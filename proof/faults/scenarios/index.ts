import type { Scenario } from '../scenario.ts'
import { database } from './database.ts'
import { kill } from './kill.ts'
import { network } from './network.ts'
import { promote } from './promote.ts'
import { repeat } from './repeat.ts'
import { uploads } from './uploads.ts'

export const scenarios: Record<string, Scenario> = { kill, repeat, database, network, uploads, promote }
