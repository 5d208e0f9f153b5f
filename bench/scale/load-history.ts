import { Worker } from 'node:worker_threads'
import pg from 'pg'
import type { Place } from '../place.ts'
import * as types from '../row-types.ts'
import { countConversations, type History } from './history.ts'
import type { LaneData } from './lane-thread.ts'
import type { LoadedPractice } from './people.ts'

/** Each seals in a thread of its own, so that the loader has as many cores as the product would. */
const lanes = 2

export type Loaded = { conversations: number; messages: number; seconds: number }

/**
 * Fills a practice with its history, sealed as the product seals it. Rows fit together by how they are made, so foreign keys are not
 * checked again; indexes that hold nothing together are made anew at the end, which is counted in.
 */
export async function loadHistory(place: Place, loaded: LoadedPractice, history: History): Promise<Loaded> {
  const startedAt = performance.now()
  const indexes = await dropIndexes(place)
  let messages = 0
  try {
    const written = await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        runLane({ dataDir: place.config.dataDir, owner: place.owner, loaded, history, lane, lanes }),
      ),
    )
    messages = written.reduce((sum, one) => sum + one, 0)
  } finally {
    await Promise.all(Array.from({ length: lanes }, () => makeIndexes(place, indexes)))
  }
  return { conversations: countConversations(history), messages, seconds: (performance.now() - startedAt) / 1000 }
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

/** Takes away the indexes of these tables that are no constraint's; answers the statements that make them anew, as they were. */
async function dropIndexes(place: Place): Promise<string[]> {
  const client = new pg.Client(place.owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; made: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      where i.indrelid = any($1::regclass[]) and not i.indisunique`,
      [Object.keys(types)],
    )
    for (const { name } of rows) {
      await client.query(`drop index ${name}`)
    }
    return rows.map(({ made }) => made)
  } finally {
    await client.end()
  }
}

/** Makes what is left of them, beside the other lanes. */
async function makeIndexes(place: Place, left: string[]): Promise<void> {
  const client = new pg.Client(place.owner)
  await client.connect()
  try {
    await client.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'`)
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      await client.query(next)
    }
  } finally {
    await client.end()
  }
}
