// Promised: ids in order of creation, in the one written form, whatever the clock does.
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { bytesToUuid, isUuidv7, startIdsAnew, uuidToBytes, uuidv7 } from './ids.ts'

const timeOf = (id: string): number => uuidToBytes(id).readUIntBE(0, 6)

describe('uuidv7', () => {
  beforeEach(startIdsAnew)

  test('an id carries the time it was given', () => {
    expect(timeOf(uuidv7(new Date('2001-02-03T04:05:06.789Z')))).toBe(Date.parse('2001-02-03T04:05:06.789Z'))
  })

  test('ids rise while the clock stands still, beyond one full counter', () => {
    const now = new Date('2026-01-01T00:00:00Z')
    const ids = Array.from({ length: 10_000 }, () => uuidv7(now))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(10_000)
    expect(timeOf(ids.at(-1) ?? '') - now.getTime()).toBeLessThanOrEqual(5)
  })

  test('ids rise when the clock goes back', () => {
    const before = uuidv7(new Date('2026-06-01T00:00:00Z'))
    expect(uuidv7(new Date('2020-01-01T00:00:00Z')) > before).toBe(true)
  })

  test('ids have version 7 and the RFC variant', () => {
    for (let i = 0; i < 200; i++) {
      expect(isUuidv7(uuidv7())).toBe(true)
    }
  })

  test('a time outside 48 bits is refused', () => {
    expect(() => uuidv7(new Date(-1))).toThrow()
    expect(() => uuidv7(new Date(Number.NaN))).toThrow()
  })
})

describe('isUuidv7', () => {
  test.each([
    ['a UUIDv7 (RFC 9562, A.6)', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', true],
    ['upper case', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F', false],
    ['version 4', '919108f7-52d1-4320-9bac-f847db4148a8', false],
    ['another variant', '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f', false],
    ['braces', '{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}', false],
    ['a line break at the end', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n', false],
    ['no hyphens', '017f22e279b07cc398c4dc0c0c07398f', false],
    ['a number', 7, false],
    ['nothing', undefined, false],
  ])('%s', (_name, value, expected) => {
    expect(isUuidv7(value)).toBe(expected)
  })
})

describe('bytes', () => {
  test('sixteen bytes survive the written form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(new Uint8Array(uuidToBytes(bytesToUuid(bytes)))).toEqual(bytes)
      }),
    )
  })

  test('what is not a UUID is refused', () => {
    expect(() => uuidToBytes('017f22e2-79b0-7cc3-98c4-dc0c0c07398')).toThrow()
    expect(() => uuidToBytes('')).toThrow()
    expect(() => bytesToUuid(Buffer.alloc(15))).toThrow()
  })
})
