import { sql } from 'kysely'
import type { Deployment } from '../access/platform-keys.ts'
import type { Database, Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { rawPublicKey } from '../platform/transparency/signed-note.ts'
import { checkpointOrigin } from './checkpoint.ts'
import { openDatabaseSource } from './database-source.ts'
import { verifyPractice, type VerifyOptions, type VerifyReport } from './verify.ts'

/** Where logs are and whose they are; the database is opened with the worker's role, the deployment with its key. */
export type LogPlace = { db: Database; deployment: Deployment }
export type LogCheck = Pick<VerifyOptions, 'witness' | 'isKnown' | 'deep'> & {
  /** Begins at the largest checkpoint up to this size. */
  since?: number
}

/** Verifies one log of the database, in one snapshot of it. */
export function verifyLog({ db, deployment }: LogPlace, logId: string, check: LogCheck = {}): Promise<VerifyReport> {
  const { since, ...options } = check
  const scope = { practiceId: logId, actorId: 'system', requestId: uuidv7() }
  const verify = async (tx: Tx): Promise<VerifyReport> => {
    const now = await databaseNow(tx)
    return verifyPractice(await openDatabaseSource(tx, logId, since), {
      ...options,
      now,
      origin: checkpointOrigin(deployment.id, logId),
      publicKeys: [rawPublicKey(deployment.signing.publicKey)],
    })
  }
  return db.transact(scope, verify, 'snapshot')
}

/** The clock that dated the events. */
async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx)
  const [row] = rows
  if (row === undefined) {
    throw new Error('the database tells the time')
  }
  return row.now
}
