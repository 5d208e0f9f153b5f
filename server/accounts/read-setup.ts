import { sql } from 'kysely'
import type { DirectoryContext } from '../access/context.ts'
import type { Tx } from '../platform/db.ts'

/** Whether this server still waits for its first practice. */
export async function readSetup(ctx: DirectoryContext): Promise<{ needed: boolean }> {
  return { needed: await isSetUpNeeded(ctx.tx) }
}

export async function isSetUpNeeded(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select set_up_at is null and not exists (select from priv.practice_ids()) as needed from deployment`.execute(tx)
  return rows[0]?.needed ?? true
}
