// A field that holds no word, or a kind of thing of which a practice has none, would be searched and named for nothing.
import assert from 'node:assert/strict'
import type { CrawlFacts } from './load-facts.ts'
import type { Place } from './place.ts'

/** What holds no words, or nothing by the time of a crawl. */
const wordless = [
  // Secrets that the server makes, codes and numbers.
  'accounts.totp_sealed',
  'mobile_numbers.code_sealed',
  'mobile_numbers.number_sealed',
  // Minutes old at most.
  'challenges.payload_sealed',
]
/** Seen whoever they belong to, or found by the account. */
const ofNoPractice = ['practices', 'sessions', 'passkeys', 'delegations', 'orphans']

export async function assertSown({ owner }: Place, facts: CrawlFacts): Promise<void> {
  const { rows: columns } = await owner.query<{ table: string; column: string; isOfPractice: boolean }>(
    `select c.table_name as table, c.column_name as column,
        exists (select from information_schema.columns p
          where p.table_schema = 'public' and p.table_name = c.table_name and p.column_name = 'practice_id') as "isOfPractice"
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and (c.column_name ~ '(_sealed|_en|_fr)$' or (c.table_name, c.column_name) = ('rule_sets', 'rules'))`,
  )
  const empty: string[] = []
  for (const { table, column, isOfPractice } of columns) {
    const count = isOfPractice ? 'count(distinct practice_id)' : 'count(*)'
    const { rows } = await owner.query<{ count: number }>(
      `select ${count}::int as count from public.${table} where ${column} is not null`,
    )
    if ((rows[0]?.count ?? 0) < (isOfPractice ? 2 : 1) && !wordless.includes(`${table}.${column}`)) {
      empty.push(`${table}.${column}`)
    }
  }
  assert.deepEqual(empty, [], 'every field for words holds some in both practices')

  const lacking = Object.entries(facts)
    .filter(([name, rows]) => Array.isArray(rows) && !ofNoPractice.includes(name))
    .filter(([, rows]) => new Set((rows as { practice?: string }[]).map(({ practice }) => practice)).size < 2)
    .map(([name]) => name)
  assert.deepEqual(lacking, [], 'each practice has one of everything that is named by an id')

  const { rows } = await owner.query<{ practices: number }>(
    `select count(distinct practice_id)::int as practices from attachments where status = 'quarantined'`,
  )
  assert.equal(rows[0]?.practices, 2, 'each practice has a file that nobody has looked at')
}
