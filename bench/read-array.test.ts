// Promised: a recorded statement shows what was asked for, one value after the other, however the product writes arrays.
import { expect, test } from 'vitest'
import { arrayLiteral, type SqlType } from '../server/platform/array-literal.ts'
import { readArray } from './read-array.ts'

const id = '018f0000-0000-7000-8000-00000000000a'

test.for<[SqlType, unknown[]]>([
  ['uuid', [id, null, id]],
  ['uuid', []],
  ['integer', [3, -4, null]],
  ['text', ['', 'a,b', '{"_v":1,"at":"x"}', '\\', `{${id},${id}}`, null, "l'été\n"]],
  ['bytea', [Buffer.alloc(0), Buffer.from([0, 255])]],
])('%s %j', ([type, values]) => {
  expect(readArray(arrayLiteral(type, values))).toEqual(values)
})
