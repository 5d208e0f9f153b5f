import { Worker } from 'node:worker_threads'
import type { Place } from '../place.ts'
import { countConversations, type History } from './history.ts'
import type { LaneData } from './lane-thread.ts'
import type { LoadedPractice } from './people.ts'

/** Each seals in a thread of its own, so that the loader has as many cores as the product would. */
const lanes = 2

export type Loaded = { conversations: number; messages: number; seconds: number }

/**
 * Fills a practice with its history, sealed as the product seals it. Rows fit together by how they are made, so foreign keys are not
 * checked again.
 */
export async function loadHistory(place: Place, loaded: LoadedPractice, history: History): Promise<Loaded> {
  const startedAt = performance.now()
  const written = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      runLane({ dataDir: place.config.dataDir, owner: place.owner, loaded, history, lane, lanes }),
    ),
  )
  return {
    conversations: countConversations(history),
    messages: written.reduce((sum, one) => sum + one, 0),
    seconds: (performance.now() - startedAt) / 1000,
  }
}

/** Answers how many messages it wrote. */
function runLane(workerData: LaneData): Promise<number> {
  const thread = new Worker(new URL('lane-thread.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    thread.once('message', ({ messages }: { messages: number }) => resolve(messages))
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('a lane ended without its count')))
  })
}
