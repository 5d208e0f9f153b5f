import pg from 'pg'
import type { Place } from '../place.ts'
import * as types from '../row-types.ts'

/** So many are made beside each other. */
const lanes = 2

/**
 * Writes without the indexes of these tables that hold nothing together; they are made anew at the end, as they were. Once for all that
 * is written: each making reads all rows that are there. Answers how long the making took.
 */
export async function withoutIndexes(place: Place, write: () => Promise<void>): Promise<{ seconds: number }> {
  const indexes = await dropIndexes(place)
  let startedAt: number
  try {
    await write()
  } finally {
    startedAt = performance.now()
    await Promise.all(Array.from({ length: lanes }, () => makeIndexes(place, indexes)))
  }
  return { seconds: (performance.now() - startedAt) / 1000 }
}

/** Answers the statements that make them anew. */
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

/** Makes what is left of them. */
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
