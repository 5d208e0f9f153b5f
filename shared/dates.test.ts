import { describe, expect, test } from 'vitest'
import { formatBirthDate, formatCalendarDate, formatDateTime, formatStamp, formatTime } from './dates.ts'

const toronto = 'America/Toronto'

/** Times hold unbreakable spaces, written `_` here. */
const plain = (text: string) => text.replaceAll('\u00A0', '_')

describe('formatDateTime', () => {
  test.each([
    ['2026-11-25T22:00:00Z', 'Wednesday, November 25, 2026 at 5:00_p.m.', 'mercredi 25 novembre 2026 à 17_h_00'],
    ['2026-11-25T14:05:59Z', 'Wednesday, November 25, 2026 at 9:05_a.m.', 'mercredi 25 novembre 2026 à 9_h_05'],
    ['2026-12-01T17:00:00Z', 'Tuesday, December 1, 2026 at 12:00_p.m.', 'mardi 1er décembre 2026 à 12_h_00'],
    ['2027-02-11T05:30:00Z', 'Thursday, February 11, 2027 at 12:30_a.m.', 'jeudi 11 février 2027 à 0_h_30'],
    ['2026-07-01T03:30:00Z', 'Tuesday, June 30, 2026 at 11:30_p.m.', 'mardi 30 juin 2026 à 23_h_30'],
  ])('%s', (instant, english, french) => {
    expect(plain(formatDateTime('en', toronto, new Date(instant)))).toBe(english)
    expect(plain(formatDateTime('fr', toronto, new Date(instant)))).toBe(french)
  })

  test('follows the zone, on both sides of a clock change', () => {
    expect(plain(formatTime('en', toronto, new Date('2026-03-08T06:59:00Z')))).toBe('1:59_a.m.')
    expect(plain(formatTime('en', toronto, new Date('2026-03-08T07:00:00Z')))).toBe('3:00_a.m.')
    expect(plain(formatTime('en', 'America/Winnipeg', new Date('2026-03-08T07:00:00Z')))).toBe('1:00_a.m.')
  })
})

test('a calendar date has no zone', () => {
  expect(formatCalendarDate('en', '1954-05-01')).toBe('Saturday, May 1, 1954')
  expect(formatCalendarDate('fr', '1954-05-01')).toBe('samedi 1er mai 1954')
})

test('a birth date needs no weekday', () => {
  expect(formatBirthDate('en', '1954-05-01')).toBe('May 1, 1954')
  expect(formatBirthDate('fr', '1954-05-01')).toBe('1er mai 1954')
  expect(formatBirthDate('fr', '1958-07-09')).toBe('9 juillet 1958')
})

test('in a log, days and times stand below each other, in the zone', () => {
  const late = new Date('2026-07-01T03:05:00Z')
  expect(plain(formatStamp('en', toronto, late))).toBe('2026-06-30 11:05_p.m.')
  expect(plain(formatStamp('fr', toronto, late))).toBe('2026-06-30 23_h_05')
})
