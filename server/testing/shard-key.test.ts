// Promised: a statement that would ask every shard is found, however it is written; one that stays in its practice is not.
import { expect, test } from 'vitest'
import { unboundTables } from './shard-key.ts'

const tables = new Set(['tasks', 'conversations', 'practices'])

test.each<[string, string[]]>([
  ['select * from tasks where practice_id = $1 and id = $2', []],
  ['select * from tasks where id = $1', ['tasks']],
  ['select * from tasks where practice_id = $1 or id = $2', ['tasks']],
  ['select * from tasks where practice_id > $1', ['tasks']],
  ['select * from tasks t where t.practice_id = $1::uuid', []],
  [
    'select * from tasks t join conversations c on c.practice_id = t.practice_id and c.id = t.x where t.practice_id = $1',
    [],
  ],
  [
    'select * from tasks t join conversations c on c.id = t.conversation_id where t.practice_id = $1',
    ['conversations'],
  ],
  ['select * from tasks t, conversations c where c.practice_id = $1 and t.id = c.id', ['tasks']],
  [
    'select * from tasks t where t.practice_id = $1 and exists (select from conversations c where c.id = t.id)',
    ['conversations'],
  ],
  [
    'select * from tasks t where t.practice_id = $1 and exists (select from conversations c where c.practice_id = t.practice_id)',
    [],
  ],
  ['select (select count(*) from tasks where id = $2) from conversations where practice_id = $1', ['tasks']],
  [
    'select * from conversations c join (select * from tasks where practice_id = $1) p on p.practice_id = c.practice_id',
    [],
  ],
  ['with p as (select * from tasks where id = $1) select * from p', ['tasks']],
  [
    'with p as (select * from tasks where practice_id = $1) select * from p join conversations c on c.practice_id = p.practice_id',
    [],
  ],
  ['select 1 from tasks where practice_id = $1 union all select 1 from conversations', ['conversations']],
  ['insert into tasks (practice_id, id) values ($1, $2), ($3, $4)', []],
  ['insert into tasks (id) values ($1)', ['tasks']],
  ['insert into tasks (practice_id, id) select practice_id, id from conversations', ['conversations']],
  ['update tasks set a = $1 where id = $2', ['tasks']],
  ['update tasks set a = $1 where practice_id = $2 and id = $3', []],
  [
    'update tasks set a = c.b from conversations c where tasks.practice_id = $1 and c.practice_id = tasks.practice_id',
    [],
  ],
  ['delete from tasks where practice_id = $1', []],
  ['delete from tasks', ['tasks']],
  ['select * from practices where id = $1', []],
  ['select * from sessions where id = $1', []],
])('%s', async (text, unbound) => {
  expect(await unboundTables(text, tables)).toEqual(unbound)
})
