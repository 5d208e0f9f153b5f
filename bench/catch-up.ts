import { createLogger } from '../server/platform/log.ts'
import { schedule } from '../server/schedule.ts'
import { startWorker } from '../server/worker.ts'
import type { Place } from './place.ts'

const sweeps = new Set(['pack-messages', 'count-days'])

/** What the worker makes of a history once, search's segments and the figures of each day: years that were loaded have it still to come. */
export async function catchUp(place: Place): Promise<void> {
  const chosen = schedule.filter(({ name }) => sweeps.has(name))
  const worker = startWorker(place.house.worker, chosen, createLogger({ level: 'error' }))
  // Each run takes up what the one before left for later.
  await worker.runOnce()
  await worker.runOnce()
  await worker.stop()
}
