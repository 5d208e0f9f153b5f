// Promised: a wrapped key opens for its own row only, and a wrapped value of another length is no key.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { DecryptError, seal, type Key, type Place } from './envelope.ts'
import { keyTables, unwrapKey, wrapKey } from './wrap.ts'

const wrapping: Key = { no: 3, bytes: randomBytes(32) }
const place: Place = {
  practiceId: '018f0000-0000-7000-8000-000000000001',
  table: keyTables.dataKey,
  column: 1,
  rowId: '018f0000-0000-7000-8000-000000000abc',
  rowVersion: 1,
}
const bytes = randomBytes(32)

test('a wrapped key comes back', () => {
  expect(unwrapKey(wrapping, place, wrapKey(wrapping, place, bytes))).toEqual(bytes)
})

test('a wrapped key does not open for another row or another table', () => {
  const wrapped = wrapKey(wrapping, place, bytes)
  expect(() => unwrapKey(wrapping, { ...place, rowId: place.practiceId }, wrapped)).toThrow(DecryptError)
  expect(() => unwrapKey(wrapping, { ...place, table: keyTables.practiceKey }, wrapped)).toThrow(DecryptError)
})

test('a sealed value that is not 32 bytes is no key', () => {
  expect(() => unwrapKey(wrapping, place, seal(wrapping, place, Buffer.alloc(31)))).toThrow(DecryptError)
  expect(() => wrapKey(wrapping, place, Buffer.alloc(31))).toThrow()
})

test('keys are wrapped for key tables only', () => {
  expect(() => wrapKey(wrapping, { ...place, table: 3 }, bytes)).toThrow()
  expect(() => unwrapKey(wrapping, { ...place, table: 3 }, seal(wrapping, { ...place, table: 3 }, bytes))).toThrow()
})
