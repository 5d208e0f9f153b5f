import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'

/**
 * Seals names of passkeys that stand in clear, from before they were sealed. Twice is once: a sealed row has no clear name, and
 * one that somebody else has locked is left to the next run.
 */
export async function sealPasskeyNames({ db, house }: Way): Promise<void> {
  await db.transact(null, async (tx) => {
    const rows = await tx
      .selectFrom('passkeys')
      .select(['id', 'version', 'name'])
      .where('name', '<>', '')
      .orderBy('id')
      .limit(limits.sweepRows)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    for (const row of rows) {
      const version = row.version + 1
      const name_sealed = house.deployment.seal('passkeys.name_sealed', { id: row.id, version }, row.name)
      await tx.updateTable('passkeys').set({ name: '', name_sealed, version }).where('id', '=', row.id).execute()
    }
  })
}
