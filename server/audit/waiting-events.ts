import { type RawBuilder, sql } from 'kysely'
import { limits } from '../../shared/limits.ts'

/**
 * The ids and payloads of a log's acts that wait for their seal, as a subquery: the newest, should the worker have been away for
 * long. The order makes every plan read the index of transactions from its end, and never the log: it ends at the boundary, which
 * stands alone beside the comparison, since behind row-level security PostgreSQL takes no coalesce into an index condition.
 */
export function waitingEvents(logId: string): RawBuilder<{ id: string; payload: Buffer }> {
  return sql`(select recent.id, recent.payload from (
      select id, payload from audit_events where practice_id = ${logId}
        and xid >= (select coalesce((select boundary from audit_checkpoints where practice_id = ${logId} order by size desc limit 1), '0'))
      order by xid desc, id desc limit ${limits.auditWaitingEvents}
    ) recent
    where (select index from audit_leaves l where l.practice_id = ${logId} and l.event_id = recent.id limit 1) is null)`
}
