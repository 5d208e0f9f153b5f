import { sql } from 'kysely'
import type { Way } from '../access/enter.ts'

/** The worker's sign of life, for /readyz of every process. Twice is once: there is one row. */
export async function beat(way: Way): Promise<void> {
  const now = way.clock()
  await way.db.transact(null, (tx) =>
    tx
      .insertInto('heartbeats')
      .values({ name: 'worker', seen_at: now })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ seen_at: sql<Date>`greatest(heartbeats.seen_at, excluded.seen_at)` }),
      )
      .execute(),
  )
}
