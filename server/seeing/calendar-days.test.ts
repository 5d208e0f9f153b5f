import { describe, expect, test } from 'vitest'
import { ageBandOn, spanFor } from '../../shared/seeing.ts'
import { addDays, boundsOf, dayOf, daysBetween, monthOf, partsOf, stepsBetween, stepStart } from './calendar-days.ts'

describe('a day of a practice', () => {
  test.each([
    ['2026-11-24T04:59:59Z', 'America/Toronto', '2026-11-23'],
    ['2026-11-24T05:00:00Z', 'America/Toronto', '2026-11-24'],
    ['2026-07-01T03:59:59Z', 'America/Toronto', '2026-06-30'],
    ['2026-11-24T05:00:00Z', 'America/Vancouver', '2026-11-23'],
  ])('%s in %s is %s', (at, zone, day) => expect(dayOf(new Date(at), zone)).toBe(day))

  test.each([
    ['2026-11-24', 24],
    ['2026-03-08', 23],
    ['2026-11-01', 25],
  ])('%s lasts %i hours', (day, hours) => {
    const { start, end } = boundsOf(day, 'America/Toronto')
    expect((end.getTime() - start.getTime()) / 3_600_000).toBe(hours)
    expect(dayOf(start, 'America/Toronto')).toBe(day)
    expect(dayOf(end, 'America/Toronto')).toBe(addDays(day, 1))
  })
})

describe('steps of time', () => {
  test.each([
    ['2026-11-24', 'day', '2026-11-24'],
    ['2026-11-24', 'week', '2026-11-23'],
    ['2026-11-22', 'week', '2026-11-16'],
    ['2026-11-24', 'month', '2026-11-01'],
  ] as const)('%s by %s begins on %s', (day, span, start) => expect(stepStart(day, span)).toBe(start))

  test('the first and the last are cut to what is looked at, and nothing lies between them', () => {
    expect(stepsBetween('2026-11-25', '2026-12-08', 'week')).toEqual([
      { key: '2026-11-23', from: '2026-11-25', until: '2026-11-29' },
      { key: '2026-11-30', from: '2026-11-30', until: '2026-12-06' },
      { key: '2026-12-07', from: '2026-12-07', until: '2026-12-08' },
    ])
    expect(
      stepsBetween('2027-01-31', '2027-03-01', 'month').map(({ from, until }) => daysBetween(from, until)),
    ).toEqual([1, 28, 1])
    expect(stepsBetween('2026-11-24', '2026-11-24', 'day')).toHaveLength(1)
  })

  test.each([
    [1, 'day'],
    [31, 'day'],
    [32, 'week'],
    [190, 'week'],
    [191, 'month'],
    [366, 'month'],
  ] as const)('%i days are shown by %s', (days, span) => expect(spanFor(days)).toBe(span))
})

test.each([
  ['2008-11-25', '0-17'],
  ['2008-11-24', '18-39'],
  ['1986-11-25', '18-39'],
  ['1986-11-24', '40-64'],
  ['1961-11-24', '65-79'],
  ['1946-11-25', '65-79'],
  ['1946-11-24', '80-up'],
] as const)('who was born on %s is in the band %s', (birthDate, band) =>
  expect(ageBandOn(birthDate, '2026-11-24')).toBe(band),
)

describe('whole months that are over, and the days around them', () => {
  const days = (from: string, until: string) => ({ from, until })
  test.each([
    [
      days('2026-01-15', '2026-04-20'),
      '2026-04-01',
      days('2026-02-01', '2026-03-01'),
      [days('2026-01-15', '2026-01-31'), days('2026-04-01', '2026-04-20')],
    ],
    [days('2026-01-01', '2026-03-31'), '2026-05-01', days('2026-01-01', '2026-03-01'), []],
    [
      days('2026-01-01', '2026-03-31'),
      '2026-03-01',
      days('2026-01-01', '2026-02-01'),
      [days('2026-03-01', '2026-03-31')],
    ],
    [days('2026-01-10', '2026-01-20'), '2026-05-01', null, [days('2026-01-10', '2026-01-20')]],
    [days('2026-01-10', '2026-02-20'), '2026-05-01', null, [days('2026-01-10', '2026-02-20')]],
    [days('2026-05-01', '2026-06-10'), '2026-05-01', null, [days('2026-05-01', '2026-06-10')]],
    [
      days('2025-12-31', '2026-02-28'),
      '2026-03-01',
      days('2026-01-01', '2026-02-01'),
      [days('2025-12-31', '2025-12-31')],
    ],
  ])('%j, months before %s', (asked, monthsUntil, months, around) => {
    const parts = partsOf(asked, monthsUntil)
    expect(parts).toEqual({ months, days: around })
    // Nothing is left out and nothing stands twice.
    const inMonths = months === null ? 0 : daysBetween(months.from, addDays(monthOf(addDays(months.until, 31)), -1))
    const total = around.reduce((sum, part) => sum + daysBetween(part.from, part.until), inMonths)
    expect(total).toBe(daysBetween(asked.from, asked.until))
  })
})
