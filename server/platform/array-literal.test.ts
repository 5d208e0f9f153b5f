// Promised: PostgreSQL reads an array as it was given, whatever stands in it.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useTestHouse } from '../testing/test-house.ts'
import { arrayLiteral, type SqlType } from './array-literal.ts'

const house = useTestHouse()
const id = '018f0000-0000-7000-8000-00000000000a'

test.for<[SqlType, unknown[]]>([
  [
    'text',
    [
      '',
      ' ',
      'NULL',
      'null',
      null,
      'a,b',
      '{}',
      '}{',
      '"',
      '""',
      '\\',
      '\\\\"',
      "l'été",
      'a\nb\t\r',
      '\u{1f9f5}',
      '$1',
    ],
  ],
  ['text', []],
  ['text', [null]],
  ['uuid', [id, null, id.toUpperCase()]],
  ['integer', [0, -1, 2_147_483_647, null]],
  ['boolean', [true, false, null]],
  ['timestamptz', [new Date(0), new Date('2026-03-08T07:00:00.001Z'), null]],
  ['bytea', [Buffer.alloc(0), Buffer.from([0, 1, 255, 92, 34]), null]],
])('%s %j', async ([type, values]) => {
  const { rows } = await house().way.db.transact(null, (tx) =>
    sql<{ read: unknown[] }>`select ${arrayLiteral(type, values)}::${sql.raw(type)}[] as read`.execute(tx),
  )
  expect(rows[0]?.read).toEqual(values.map((value) => (type === 'uuid' && value !== null ? id : value)))
})

test.for<[SqlType, unknown]>([
  ['uuid', `${id},${id}`],
  ['uuid', '{}'],
  ['integer', 1.5],
  ['integer', Number.NaN],
  ['timestamptz', new Date(Number.NaN)],
])('not %s: %j', ([type, value]) => {
  expect(() => arrayLiteral(type, [value])).toThrow()
})
