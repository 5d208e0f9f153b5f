import { join } from 'node:path'
import pg from 'pg'
import { rolePassword } from '../../server/access/key-encryption.ts'
import { loadOrCreateKeyFile } from '../../server/platform/key-file.ts'
import { ownDemo } from '../own-demo.ts'

/** As the owner of the demonstration's database. */
export async function byHand(statement: string, ...values: string[]): Promise<void> {
  const { dataDir } = ownDemo()
  const user = 'postgres'
  const kek = await loadOrCreateKeyFile(join(dataDir, 'keys/kek'), { mayCreate: false })
  const host = join(dataDir, 'postgres/run')
  const client = new pg.Client({ host, user, database: 'threadwell', password: rolePassword(kek, user) })
  await client.connect()
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}
