import pg from 'pg'
import { createLogger } from '../server/platform/log.ts'
import { schedule } from '../server/schedule.ts'
import { startWorker } from '../server/worker.ts'
import type { Place } from './place.ts'

/**
 * What the worker makes of a history once, and years that were loaded have still to come: segments for the search are made here,
 * and the figures of the days before yesterday are taken as counted, since nobody reads them.
 */
export async function catchUp(place: Place, practiceId: string): Promise<void> {
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query(
    `insert into seen_progress (practice_id, counted_until) values ($1, current_date - 1)
      on conflict (practice_id) do update set counted_until = current_date - 1`,
    [practiceId],
  )
  await client.end()
  const chosen = schedule.filter(({ name }) => name === 'pack-messages')
  const worker = startWorker(place.house.worker, chosen, createLogger({ level: 'error' }))
  await worker.runOnce('pack-messages')
  await worker.stop()
}
