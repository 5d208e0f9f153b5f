// Promised: values a person would call the same have one hash in one scope, and labels never run into values.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lookupHash, normaliseDigits, normaliseEmail } from './lookup.ts'

const key = Buffer.alloc(32, 7)

describe('lookupHash', () => {
  test('is HMAC-SHA-256 over label, zero byte and value', () => {
    const expected = createHmac('sha256', key).update(Buffer.from('email\0é@example.org', 'utf8')).digest()
    expect(lookupHash(key, 'email', 'é@example.org')).toEqual(expected)
  })

  test('key, label and value each change it', () => {
    const hashes = [
      lookupHash(key, 'email', 'a'),
      lookupHash(key, 'email', 'b'),
      lookupHash(key, 'phone', 'a'),
      lookupHash(key, 'emai', 'la'),
      lookupHash(Buffer.alloc(32, 8), 'email', 'a'),
    ]
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(hashes.length)
  })

  test.each<[string, () => unknown]>([
    ['a short key', () => lookupHash(Buffer.alloc(16), 'email', 'a')],
    ['an empty label', () => lookupHash(key, '', 'a')],
    ['a label with a zero byte', () => lookupHash(key, 'a\0b', 'a')],
    ['an empty value', () => lookupHash(key, 'email', '')],
  ])('%s is refused', (_name, attempt) => {
    expect(attempt).toThrow()
  })
})

describe('normaliseEmail', () => {
  test.each([
    ['Ann@Example.org', 'ann@example.org'],
    ['  ann@example.org\n', 'ann@example.org'],
    ['ＡＮＮ＠example.org', 'ann@example.org'],
    ['re\u0301my@example.org', 'rémy@example.org'],
    ['\uFEFFann@example.org\u00A0', 'ann@example.org'],
    ['', ''],
  ])('%j becomes %j', (value, expected) => {
    expect(normaliseEmail(value)).toBe(expected)
  })

  test('twice is once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(normaliseEmail(normaliseEmail(value))).toBe(normaliseEmail(value))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('normaliseDigits', () => {
  test.each([
    ['(416) 555-0100', '4165550100'],
    ['1234-567-897', '1234567897'],
    ['１２３４', '1234'],
    ['none', ''],
  ])('%j becomes %j', (value, expected) => {
    expect(normaliseDigits(value)).toBe(expected)
  })
})
