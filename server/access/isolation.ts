import { sql } from 'kysely'
import type { Database } from '../platform/db.ts'

/** Tables that name a practice but stand in the directory, outside row-level security: who may act where, and codes. */
const directoryTables = ['memberships', 'invitations']

export class IsolationError extends Error {
  override name = 'IsolationError'
}

/** Refuses to serve unless the database itself keeps practices apart; says in words what is missing. */
export async function assertIsolation(db: Database): Promise<void> {
  const faults = await db.transact(null, async (tx) => {
    const role = await sql<{ is_privileged: boolean; owns: boolean }>`
      select rolsuper or rolbypassrls as is_privileged,
        exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'priv') and c.relowner = r.oid) as owns
      from pg_roles r where rolname = current_user`.execute(tx)
    const open = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relname = any(${directoryTables}::text[])
        and not (c.relrowsecurity and c.relforcerowsecurity
          and exists (select from pg_policy p where p.polrelid = c.oid))
      order by 1`.execute(tx)
    const views = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false))`.execute(
      tx,
    )
    return [
      ...(role.rows[0]?.is_privileged === false ? [] : ['the database role may bypass row-level security']),
      ...(role.rows[0]?.owns === false ? [] : ['the database role owns tables']),
      ...open.rows.map(({ name }) => `the table ${name} is not closed by row-level security`),
      ...views.rows.map(({ name }) => `the view ${name} sees past row-level security`),
    ]
  })
  if (faults.length > 0) {
    throw new IsolationError(`practices are not kept apart: ${faults.join('; ')}`)
  }
}
