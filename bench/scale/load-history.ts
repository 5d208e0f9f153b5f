import pg from 'pg'
import { inPractice } from '../../server/testing/factories.ts'
import type { Place } from '../place.ts'
import { seededId } from '../seeded.ts'
import { insertTables } from '../write-columns.ts'
import { conversationRows } from './conversation-rows.ts'
import { countConversations, type History, planConversation, planDays } from './history.ts'
import type { LoadedPractice } from './people.ts'
import * as types from '../row-types.ts'

const batch = 400
/** The database writes some batches while the next is being sealed. */
const lanes = 2

export type Loaded = { conversations: number; messages: number; seconds: number }

/**
 * Fills a practice with its history, sealed as the product seals it. Rows fit together by how they are made, so foreign keys are not
 * checked again; indexes that hold nothing together are made anew at the end, which is counted in.
 */
export async function loadHistory(place: Place, loaded: LoadedPractice, history: History): Promise<Loaded> {
  const startedAt = performance.now()
  const clients = await Promise.all(Array.from({ length: lanes }, () => openLane(place)))
  const indexes = await dropIndexes(place)
  const writing: Promise<void>[] = clients.map(async () => {})
  const days = planDays(history)
  const count = countConversations(history)
  let messages = 0
  try {
    for (let from = 0, lane = 0; from < count; from += batch, lane = (lane + 1) % lanes) {
      const planned = Array.from({ length: Math.min(batch, count - from) }, (_, index) =>
        planConversation(history, days, from + index),
      )
      const rows = await inPractice(place.house, loaded.practice.id, async (_tx, keys) => {
        await keys.load(planned.map(({ patient }) => seededId('patient', loaded.first + patient)))
        return conversationRows(keys, loaded, planned, history.endsAt)
      })
      messages += planned.reduce((sum, { turns }) => sum + turns.length, 0)
      await writing[lane]
      const client = clients[lane]
      writing[lane] = client === undefined ? Promise.resolve() : insertTables(client, loaded.practice.id, rows)
    }
    await Promise.all(writing)
  } finally {
    await Promise.all(clients.map((client) => makeIndexes(client, indexes)))
  }
  return { conversations: count, messages, seconds: (performance.now() - startedAt) / 1000 }
}

async function openLane(place: Place): Promise<pg.Client> {
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query('set session_replication_role = replica')
  // What is lost when the machine fails is loaded again.
  await client.query('set synchronous_commit = off')
  return client
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

/** Makes what is left of them, beside the other lanes, and closes the lane. */
async function makeIndexes(client: pg.Client, left: string[]): Promise<void> {
  try {
    // A batch that failed has left its transaction open.
    await client.query('rollback')
    await client.query(`set maintenance_work_mem = '512MB'`)
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      await client.query(next)
    }
  } finally {
    await client.end()
  }
}
