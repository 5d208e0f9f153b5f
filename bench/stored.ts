import pg from 'pg'
import type { Place } from './place.ts'

/** How many of these messages are in the database. */
export async function countStored(place: Place, ids: string[]): Promise<number> {
  const client = new pg.Client(place.owner)
  await client.connect()
  const { rows } = await client.query<{ count: string }>('select count(*) from messages where id = any($1::uuid[])', [
    ids,
  ])
  await client.end()
  return Number(rows[0]?.count)
}
