// Every field that is wrong is named, with a code that has words in both languages.
import { describe, expect, test } from 'vitest'
import { Problem } from '../platform/problems.ts'
import { type Fields, readFields } from './typed-fields.ts'

function codesOf(read: (fields: Fields) => unknown): string[] {
  try {
    readFields(read)
    return []
  } catch (error) {
    return error instanceof Problem ? error.fields.map(({ path, code }) => `${path}: ${code}`) : [String(error)]
  }
}

describe('a phone number is kept as typed when it can be dialled', () => {
  test.each([
    ['416-555-0142', []],
    ['(416) 555.0142', []],
    ['+1 416 555 0142', []],
    ['+33 1 23 45 67 89', []],
    ['416-555-0142 x 12', []],
    ['416 555 0142 poste 3', []],
    ['555-0142', []],
    ['911', ['phone: phone']],
    ['call me', ['phone: phone']],
    ['416-555-0142 after six', ['phone: phone']],
    ['1234567890123456', ['phone: phone']],
    ['416-555-0142\n', []],
    ['416\n555', ['phone: line-break']],
    ['', ['phone: empty']],
  ])('%j', (typed, codes) => {
    expect(codesOf((fields) => fields.phone('phone', typed))).toEqual(codes)
  })

  test('as typed, without space around', () => {
    expect(readFields((fields) => fields.phone('phone', ' (416)  555-0142 '))).toBe('(416) 555-0142')
  })
})

test.each([
  ['ines@example.test', []],
  ['not an address', ['email: email']],
  ['a@b', ['email: email']],
  ['ines@example.test\u202e', ['email: bidi-control']],
  [`${'a'.repeat(250)}@example.test`, ['email: too-long']],
])('an e-mail address: %j', (typed, codes) => {
  expect(codesOf((fields) => fields.email('email', typed))).toEqual(codes)
})

test.each([
  ['America/Toronto', []],
  ['America/Argentina/Buenos_Aires', []],
  ['America/Nowhere', ['timeZone: time-zone']],
  ['+05:00', ['timeZone: time-zone']],
  ['', ['timeZone: time-zone']],
  ['EST', ['timeZone: time-zone']],
])('a time zone: %j', (typed, codes) => {
  expect(codesOf((fields) => fields.timeZone('timeZone', typed))).toEqual(codes)
})

test.each([
  ['1899-12-31', ['birthDate: too-early']],
  ['1900-01-01', []],
  ['2026-11-24', []],
  ['2026-11-25', ['birthDate: in-future']],
])('a date of birth, on 24 November 2026: %s', (date, codes) => {
  expect(codesOf((fields) => fields.birthDate('birthDate', date, '2026-11-24'))).toEqual(codes)
})

test.each([
  ['1234567897', []],
  ['1234-567-897 ab', []],
  ['1234567890', ['healthNumber: health-number-check-digit']],
  ['123', ['healthNumber: health-number-too-few-digits']],
  ['1234567897ABC', ['healthNumber: health-number-version-code']],
])('a health number: %s', (typed, codes) => {
  expect(codesOf((fields) => fields.healthNumber('healthNumber', typed, 'ca-on'))).toEqual(codes)
})

test('all that is wrong is told at once', () => {
  const read = (fields: Fields) => [fields.name('name', ' '), fields.nameInBoth('title', { en: 'ok', fr: 'a\u0000b' })]
  expect(codesOf(read)).toEqual(['name: empty', 'title.fr: nul'])
})

test('a name has its limit in characters, not in bytes', () => {
  expect(codesOf((fields) => fields.name('name', '😀'.repeat(120)))).toEqual([])
  expect(codesOf((fields) => fields.name('name', '😀'.repeat(121)))).toEqual(['name: too-long'])
})
