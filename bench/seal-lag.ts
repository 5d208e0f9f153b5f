import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { inPractice, type TestPractice } from '../server/testing/factories.ts'
import type { Place } from './place.ts'

/** Milliseconds since the oldest act that is not in the tree yet. */
export async function oldestOutside(place: Place, practice: TestPractice): Promise<number> {
  return inPractice(place.house, practice.id, async (tx) => {
    const { rows } = await sql<{ ms: number }>`
      select coalesce(extract(epoch from clock_timestamp() - min(at)) * 1000, 0)::float8 as ms from audit_events e
      where practice_id = ${practice.id} and xid >= coalesce((select boundary from audit_checkpoints c
        where c.practice_id = ${practice.id} order by size desc limit 1), '0')
      and not exists (select from audit_leaves l where l.practice_id = e.practice_id and l.event_id = e.id)`.execute(tx)
    return rows[0]?.ms ?? 0
  })
}

/** What pgbench wrote is sealed by the server too; what is measured next is not to pay for it. */
export async function waitUntilSealed(place: Place, practice: TestPractice): Promise<void> {
  const endsAt = performance.now() + 120_000
  while ((await oldestOutside(place, practice)) > 2_000) {
    if (performance.now() > endsAt) {
      throw new Error('the log was not sealed within two minutes')
    }
    await sleep(200)
  }
}
