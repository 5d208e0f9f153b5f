import { inject } from 'vitest'
import type { Connection } from '../platform/db.ts'
import { ofThisProcess } from './of-this-process.ts'

/** The PostgreSQL of the process that runs this test. */
export function ownCluster(): Connection {
  return ofThisProcess(inject('clusters'))
}
