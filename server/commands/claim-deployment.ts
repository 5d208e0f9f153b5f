import { sql } from 'kysely'
import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { openDeployment } from '../access/platform-keys.ts'
import { openDatabase } from '../platform/db.ts'
import type { Prepared } from './prepare-database.ts'
import { Refusal } from './refusal.ts'

/**
 * Says what this database is for, once and for all: the demonstration, or real use. People of the demonstration are
 * signed in by a link, so it never runs on real data, and its data never serve real use.
 */
export async function claimDeployment(prepared: Prepared, purpose: 'demonstration' | 'real use'): Promise<void> {
  const { kek, connection } = prepared
  const app = { ...connection, user: 'threadwell_app', password: rolePassword(kek, 'threadwell_app') }
  const db = openDatabase(app, contextKey(kek), { connections: 1 })
  try {
    await db.transact(null, async (tx) => {
      const { isDemo } = await openDeployment(kek, tx, new Date())
      if (purpose === 'real use' && isDemo) {
        throw new Refusal(
          'This data directory holds the demonstration. For real use set DATA_DIR to another one, or wipe this one with: npm run reset',
        )
      }
      if (purpose === 'demonstration' && !isDemo) {
        const { rows } = await sql<{ is_used: boolean }>`
          select exists (select from priv.practice_ids()) or exists (select from accounts) as is_used`.execute(tx)
        if (rows[0]?.is_used !== false) {
          throw new Refusal(
            'This data directory is in real use, so the demonstration does not touch it. Set DATA_DIR to another one.',
          )
        }
        await tx.updateTable('deployment').set({ is_demo: true }).execute()
      }
    })
  } finally {
    await db.close()
  }
}
