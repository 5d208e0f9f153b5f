// What is promised here: a migration only adds, so that the version before it goes on serving while the new one starts beside it
// (docs/operations/upgrade.md). What goes, goes with a later release, when nobody runs what used it; its file is then named
// NNNN-contract-….sql, and a line here says which release stopped using it.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { narrowingIn } from './narrowing.ts'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** Before the first release, from which on two versions stand beside each other; and what was found to be no hindrance. */
const allowed: Record<string, string> = {
  '0009-sign-in.sql': 'before the first release',
  '0011-queue-and-sweeps.sql': 'before the first release',
  '0012-notices.sql': 'before the first release',
  '0017-one-look-at-the-context.sql': 'before the first release: no statement named that function',
  '0048-honest-clock.sql': 'before the first release: every statement gives the value',
  '0056-asked-inboxes.sql': 'before the first release: an older version cannot show a question to a whole inbox',
  '0079-several-follow-ups.sql':
    'before the first release: the new index lets in more than the one it stands for, which no statement names',
  '0081-text-messages.sql': 'before the first release: one notice of a message goes each way now',
  '0086-scheduled-starts.sql': 'before the first release: the new check is met by all that an older version writes',
}

test('every migration only adds', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  const found = await Promise.all(
    names.map(async (name) => [name, await narrowingIn(await readFile(`${folder}${name}`, 'utf8'))] as const),
  )
  const narrowing = found.filter(([name, what]) => what.length > 0 && !/^\d{4}-contract-/.test(name))
  expect(Object.fromEntries(narrowing.filter(([name]) => allowed[name] === undefined))).toEqual({})
  expect(narrowing.map(([name]) => name).sort()).toEqual(Object.keys(allowed))
})

test.each([
  ['drop table topics', ['drops: table']],
  ['drop function priv.f(uuid)', ['drops: function']],
  ['drop policy p on topics', ['drops: policy']],
  ['drop index topics_name', ['drops: index']],
  ['alter table topics drop column name', ['drops the column topics.name']],
  ['alter table topics rename column name to title', ['renames: title']],
  ['alter table topics rename to subjects', ['renames: subjects']],
  ['alter table topics alter column name type bytea using null', ['changes the type of topics.name']],
  ['alter table topics alter column name set not null', ['demands topics.name']],
  ['alter table topics alter column name drop not null', ['lets topics.name be empty']],
  ['alter table topics alter column name drop default', ['takes the default of topics.name']],
  ["alter table topics alter column name set default ''", []],
  ['alter table topics add column age integer not null', ['demands the new column topics.age']],
  ['alter table topics add column age integer not null default 0, add check (age >= 0)', []],
  ['alter table topics add column inbox uuid, add foreign key (inbox) references care_teams (id)', []],
  ["alter table topics add constraint c check (name <> '')", ['a new constraint on topics: c']],
  ["alter table topics drop constraint c, add constraint c check (kind in ('a', 'b'))", []],
  ['create unique index on topics (name)', ['a unique index on topics, in which there is something already']],
  ['create table labels (id uuid); create unique index on labels (id); alter table labels add primary key (id)', []],
  ['revoke insert on topics from threadwell_app', ['revokes what a role may do']],
  ['revoke all on function f() from public', []],
])('%s', async (sql, expected) => {
  expect(await narrowingIn(sql)).toEqual(expected)
})
