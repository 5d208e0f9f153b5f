import { expect, test } from 'vitest'
import type { BusinessCalendar } from './business-hours.ts'
import { checksBetween, type CheckTime, isWithinHours, nextCheck } from './check-times.ts'

const weekdays = [1, 2, 3, 4, 5]
const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  region: 'ca-on',
  blocks: [
    ...weekdays.map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
    { weekday: 7, opens: '00:00', closes: '12:00' },
  ],
  closures: new Set(['2026-11-25']),
}
const time = (weekday: number, at: string, practitionerId: string | null = null): CheckTime => ({
  weekday,
  at,
  practitionerId,
})
const daily = weekdays.flatMap((weekday) => [time(weekday, '12:00'), time(weekday, '09:00', 'ana')])
const between = (times: CheckTime[], after: string, until: string) =>
  checksBetween(calendar, times, new Date(after), new Date(until)).map(({ dueAt }) => dueAt.toISOString())

test.each<[string, CheckTime[], string, string, string[]]>([
  [
    'a day has its times in order',
    daily,
    '2026-11-23T05:00Z',
    '2026-11-24T04:59Z',
    ['2026-11-23T14:00:00.000Z', '2026-11-23T17:00:00.000Z'],
  ],
  ['the first instant is not among them', daily, '2026-11-23T14:00Z', '2026-11-23T16:00Z', []],
  ['the last instant is', daily, '2026-11-23T13:00Z', '2026-11-23T14:00Z', ['2026-11-23T14:00:00.000Z']],
  ['a closure has none', daily, '2026-11-25T05:00Z', '2026-11-26T05:00Z', []],
  ['a holiday has none', daily, '2026-12-25T05:00Z', '2026-12-26T05:00Z', []],
  ['a weekend has none', daily, '2026-11-28T05:00Z', '2026-11-29T05:00Z', []],
  [
    'a time outside the hours is none',
    [time(1, '08:00'), time(1, '17:00')],
    '2026-11-23T05:00Z',
    '2026-11-24T05:00Z',
    [],
  ],
  [
    'nine o’clock is nine o’clock on either side of the change of the clocks',
    daily.filter(({ at }) => at === '09:00'),
    '2026-10-30T10:00Z',
    '2026-11-02T20:00Z',
    ['2026-10-30T13:00:00.000Z', '2026-11-02T14:00:00.000Z'],
  ],
  [
    'a time that the clocks skip is the moment after, and falls together with another',
    [time(7, '02:30'), time(7, '03:30')],
    '2026-03-08T05:00Z',
    '2026-03-08T16:00Z',
    ['2026-03-08T07:30:00.000Z'],
  ],
  [
    'a time that comes twice is the first',
    [time(7, '01:30')],
    '2026-11-01T04:00Z',
    '2026-11-01T16:00Z',
    ['2026-11-01T05:30:00.000Z'],
  ],
])('%s', (_name, times, after, until, expected) => {
  expect(between(times, after, until)).toEqual(expected)
})

test('the next check is after an instant, past closures and the weekend, and names who is asked', () => {
  const next = (times: CheckTime[], after: string) => nextCheck(calendar, times, new Date(after))
  expect(next(daily, '2026-11-23T14:00Z')).toEqual({ dueAt: new Date('2026-11-23T17:00Z'), askedId: null })
  expect(next(daily, '2026-11-24T17:00Z')).toEqual({ dueAt: new Date('2026-11-26T14:00Z'), askedId: 'ana' })
  expect(next(daily, '2026-11-27T17:00Z')).toEqual({ dueAt: new Date('2026-11-30T14:00Z'), askedId: 'ana' })
  expect(next([], '2026-11-23T14:00Z')).toBeNull()
  expect(next([time(6, '12:00')], '2026-11-23T14:00Z')).toBeNull()
})

test.each([
  [time(1, '09:00'), true],
  [time(1, '16:59'), true],
  [time(1, '17:00'), false],
  [time(1, '08:59'), false],
  [time(6, '10:00'), false],
])('%o within the hours: %s', (one, expected) => {
  expect(isWithinHours(calendar, one)).toBe(expected)
})
