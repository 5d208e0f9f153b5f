import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'

/** The worker's sign of life, for /readyz of every process. Twice is once: there is one row. */
export async function beat(way: Way): Promise<void> {
  const now = way.clock()
  await way.db.transact(null, (tx) =>
    tx
      .insertInto('heartbeats')
      .values({ name: 'worker', seen_at: now })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({
          // The later of two workers, unless that one's clock was set back since.
          seen_at: sql<Date>`case when heartbeats.seen_at < excluded.seen_at + make_interval(secs => ${limits.heartbeatLateMs / 1000})
            then greatest(heartbeats.seen_at, excluded.seen_at) else excluded.seen_at end`,
        }),
      )
      .execute(),
  )
}
