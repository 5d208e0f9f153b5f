import pg from 'pg'
import type { Place } from '../place.ts'

/** What a table weighs, its indexes and what is kept apart from its rows included. */
export type Weight = { table: string; rows: number; bytes: number; indexBytes: number }

/** Every table that has rows, the heaviest first; rows as the planner counts them, just after an analyze. */
export async function weigh(place: Place): Promise<Weight[]> {
  const client = new pg.Client(place.owner)
  await client.connect()
  const { rows } = await client.query<Weight>(
    `select c.relname as table, c.reltuples::int8::float8 as rows, pg_total_relation_size(c.oid)::float8 as bytes,
      pg_indexes_size(c.oid)::float8 as "indexBytes"
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.reltuples > 0
    order by bytes desc`,
  )
  await client.end()
  return rows
}
