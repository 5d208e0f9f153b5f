// Promised: the schema can be spread over machines by practice. Every table has its place in the statements for it, and no
// key or reference leaves a practice. That statements stay within one is held by every test (watch-shard-keys.ts).
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { testsOwn } from './in-practice.ts'
import { useTestHouse } from './test-house.ts'

const house = useTestHouse()

test('every table is spread by practice or the same everywhere, and said to be so', async () => {
  const text = await readFile(new URL('../../docs/operations/citus.sql', import.meta.url), 'utf8')
  const named = (call: RegExp) => [...text.matchAll(call)].map(([, table]) => table).toSorted()
  const tables = await ask<{ name: string; is_tenant: boolean }>(
    `select relname as name, relrowsecurity as is_tenant from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname collate "C"`,
  )
  const ofKind = (isTenant: boolean) => tables.filter((table) => table.is_tenant === isTenant).map(({ name }) => name)
  expect(named(/create_distributed_table\('(\w+)'/g)).toEqual(ofKind(true))
  expect(named(/create_reference_table\('(\w+)'/g)).toEqual(ofKind(false))
})

test('every key of a practice’s table begins with it, and no reference leaves it', async () => {
  const keys = await ask<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id'
     where i.indisunique and c.relrowsecurity and not a.attnum = any(i.indkey)`,
  )
  expect(keys).toEqual([])
  const references = await ask<{ name: string }>(
    `select r.conrelid::regclass || ': ' || r.conname as name from pg_constraint r
     join pg_class here on here.oid = r.conrelid join pg_class there on there.oid = r.confrelid
     join pg_attribute a on a.attrelid = here.oid and a.attname = 'practice_id'
     where r.contype = 'f' and here.relrowsecurity and there.relrowsecurity and not a.attnum = any(r.conkey)`,
  )
  expect(references).toEqual([])
})

async function ask<Row>(text: string): Promise<Row[]> {
  const { rows } = await testsOwn.run(true, () => house().way.db.pool.query(text))
  return rows as Row[]
}
