import pg from 'pg'
import type { Connection } from '../../server/platform/db.ts'

/** For rows that fit together by how they are made: foreign keys are not checked again, and what a failing machine loses is loaded again. */
export async function openLoader(owner: Connection): Promise<pg.Client> {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query('set session_replication_role = replica; set synchronous_commit = off')
  return client
}
