import type { ClientBase, QueryConfig } from 'pg'
import { limits } from '../../shared/limits.ts'

/** The server at the other end takes no writes, or another has taken its place. The caller comes back. */
export class NotPrimaryError extends Error {
  override name = 'NotPrimaryError'
  readonly code = 'not-primary'
}

/**
 * Looks at each new connection before it is used: a standby is refused, and so is a primary that was replaced and does not
 * know it. A promotion begins a new timeline of the same database system; whoever writes to a lower one writes what will be
 * thrown away. Remembers the highest it has seen while this process lives.
 */
export function createPrimaryGuard(): (client: ClientBase) => Promise<void> {
  const highest = { system: '', timeline: 0 }
  return async (client) => {
    const { rows } = await client.query<{ is_standby: boolean; system: string; timeline: number }>({
      text: `select pg_is_in_recovery() as is_standby, (select system_identifier::text from pg_control_system()) as system,
        case when pg_is_in_recovery() then 0
          else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::integer end as timeline`,
      // A line that fell silent while it was opened is given up as soon as one that never opened.
      query_timeout: limits.databaseWaitMs,
    } as QueryConfig)
    const [seen] = rows
    if (seen === undefined || seen.is_standby) {
      throw new NotPrimaryError('this database is a standby')
    }
    // A database that was made anew, or by an upgrade, counts from one again.
    if (seen.system === highest.system && seen.timeline < highest.timeline) {
      throw new NotPrimaryError('this database has been replaced by another')
    }
    Object.assign(highest, { system: seen.system, timeline: seen.timeline })
  }
}
