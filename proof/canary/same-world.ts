// Every probe meets the same world: whatever one of them wrote is put back before the next. The log of acts alone is left as
// it is, since it is what the looks are held against.
import type pg from 'pg'

export type SameWorld = { restore(): Promise<void> }
/** `columns`: those that are written, and not computed from others. */
type Table = { name: string; key: string[]; columns: string[]; rows: number }

const keep = ['audit_events', 'audit_leaves', 'audit_checkpoints', 'audit_terms', 'migrations', 'heartbeats']

/** Takes a copy of every table; `restore` makes them equal to it again. */
export async function keepWorld(owner: pg.Client): Promise<SameWorld> {
  const { rows: tables } = await owner.query<Table>(
    `select c.relname as name, array_agg(a.attname::text) as key,
        (select array_agg(quote_ident(w.attname)) from pg_attribute w
          where w.attrelid = c.oid and w.attnum > 0 and not w.attisdropped and w.attgenerated = '') as columns
      from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
      where c.relnamespace = 'public'::regnamespace and not c.relname = any($1) group by c.oid, 1 order by 1`,
    [keep],
  )
  await owner.query('create schema canary_before')
  for (const table of tables) {
    const { name } = table
    table.rows = (await owner.query(`create table canary_before.${name} as table public.${name}`)).rowCount ?? 0
  }
  let since = await newTransaction(owner)
  return {
    async restore() {
      const changed = await changedSince(owner, tables, since)
      if (changed.length > 0) {
        await owner.query(
          ['begin', 'set local session_replication_role = replica', ...changed.flatMap(putBack), 'commit'].join(';\n'),
        )
        since = await newTransaction(owner)
      }
    },
  }
}

/** Rows written since then by whatever transaction, or rows that are gone. */
async function changedSince(owner: pg.Client, tables: Table[], since: number): Promise<Table[]> {
  const counts = tables.map(
    ({ name }) => `select '${name}' as name, count(*)::int as rows,
      coalesce(bool_or(xmin::text::bigint >= ${since}), false) as is_newer from public.${name}`,
  )
  const { rows } = await owner.query<{ name: string; rows: number; is_newer: boolean }>(counts.join(' union all '))
  return tables.filter((table) =>
    rows.some((now) => now.name === table.name && (now.is_newer || now.rows !== table.rows)),
  )
}

/** Only what differs is written, so that the tables do not grow by being put back thousands of times. */
function putBack({ name, key, columns }: Table): string[] {
  const written = columns.join(', ')
  return [
    `delete from public.${name} using (table public.${name} except table canary_before.${name}) changed
      where ${key.map((column) => `${name}.${column} = changed.${column}`).join(' and ')}`,
    `insert into public.${name} (${written}) select ${written} from (table canary_before.${name} except table public.${name}) gone`,
  ]
}

async function newTransaction(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return Number(rows[0]?.id)
}
