import { inject } from 'vitest'
import type { Connection } from '../platform/db.ts'

/** The PostgreSQL of the process that runs this test. */
export function ownCluster(): Connection {
  const cluster = inject('clusters')[Number(process.env['VITEST_POOL_ID']) - 1]
  if (cluster === undefined) {
    throw new Error('this process has no database')
  }
  return cluster
}
