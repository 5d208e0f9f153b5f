import { describe, expect, test } from 'vitest'
import {
  addBusinessMinutes,
  businessMinutesBetween,
  isOpen,
  NeverOpenError,
  nextOpening,
  type BusinessCalendar,
} from './business-hours.ts'
import type { OpeningBlock } from './opening-blocks.ts'

const weekdays = [1, 2, 3, 4, 5]

function calendar(blocks: readonly OpeningBlock[], changes: Partial<BusinessCalendar> = {}): BusinessCalendar {
  return { timeZone: 'America/Toronto', blocks, closures: new Set(), region: 'ca-on', ...changes }
}

/** Monday to Friday, 9 to 5. */
const plain = calendar(weekdays.map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })))

/** Monday to Friday with an hour for lunch, and a Saturday morning. */
const withLunch = calendar([
  ...weekdays.map((weekday) => ({ weekday, opens: '13:00', closes: '17:00' })),
  ...weekdays.map((weekday) => ({ weekday, opens: '09:00', closes: '12:00' })),
  { weekday: 6, opens: '10:00', closes: '12:00' },
])

/** A night clinic of Saturday and Sunday, on the side of the clock where it changes. */
const nights = calendar([
  { weekday: 6, opens: '20:00', closes: '23:59' },
  { weekday: 7, opens: '00:00', closes: '06:00' },
])

const cases: [name: string, calendar: BusinessCalendar, from: string, minutes: number, to: string][] = [
  ['within a day', plain, '2026-11-24T10:00:00-05:00', 90, '2026-11-24T11:30:00-05:00'],
  ['keeps seconds', plain, '2026-11-24T10:00:37-05:00', 1, '2026-11-24T10:01:37-05:00'],
  [
    'ends at closing time, not at the next opening',
    plain,
    '2026-11-24T16:00:00-05:00',
    60,
    '2026-11-24T17:00:00-05:00',
  ],
  ['one minute more is tomorrow', plain, '2026-11-24T16:00:00-05:00', 61, '2026-11-25T09:01:00-05:00'],
  ['from closing time', plain, '2026-11-24T17:00:00-05:00', 1, '2026-11-25T09:01:00-05:00'],
  ['Friday 16:55 and an hour', plain, '2026-11-20T16:55:00-05:00', 60, '2026-11-23T09:55:00-05:00'],
  ['from a Saturday', plain, '2026-11-21T11:00:00-05:00', 30, '2026-11-23T09:30:00-05:00'],
  ['from before opening', plain, '2026-11-24T06:00:00-05:00', 30, '2026-11-24T09:30:00-05:00'],
  ['two business days', plain, '2026-11-23T14:10:00-05:00', 960, '2026-11-25T14:10:00-05:00'],
  ['no minutes, while open', plain, '2026-11-24T10:00:00-05:00', 0, '2026-11-24T10:00:00-05:00'],
  ['no minutes, at closing time', plain, '2026-11-24T17:00:00-05:00', 0, '2026-11-24T17:00:00-05:00'],
  ['no minutes, while closed', plain, '2026-11-24T17:00:01-05:00', 0, '2026-11-25T09:00:00-05:00'],
  ['over lunch', withLunch, '2026-11-24T11:30:00-05:00', 60, '2026-11-24T13:30:00-05:00'],
  ['at lunch', withLunch, '2026-11-24T12:20:00-05:00', 10, '2026-11-24T13:10:00-05:00'],
  ['Friday 16:30 into Saturday morning', withLunch, '2026-11-20T16:30:00-05:00', 60, '2026-11-21T10:30:00-05:00'],
  [
    'Christmas week: both days are closed, then a week-end',
    plain,
    '2026-12-24T16:30:00-05:00',
    60,
    '2026-12-28T09:30:00-05:00',
  ],
  ['New Year, a Friday', plain, '2026-12-31T16:59:00-05:00', 2, '2027-01-04T09:01:00-05:00'],
  ['Canada Day in lieu, Monday 2 July 2029', plain, '2029-06-29T16:00:00-04:00', 120, '2029-07-03T10:00:00-04:00'],
  ['the civic holiday is a working day', plain, '2026-07-31T16:00:00-04:00', 120, '2026-08-03T10:00:00-04:00'],
  [
    'the civic holiday as the practice’s own closure',
    { ...plain, closures: new Set(['2026-08-03']) },
    '2026-07-31T16:00:00-04:00',
    120,
    '2026-08-04T10:00:00-04:00',
  ],
  ['over the week-end when clocks go forward', plain, '2026-03-06T16:30:00-05:00', 60, '2026-03-09T09:30:00-04:00'],
  ['over the week-end when clocks go back', plain, '2026-10-30T16:30:00-04:00', 60, '2026-11-02T09:30:00-05:00'],
  [
    'the short night: five hours from midnight to six',
    nights,
    '2026-03-08T00:00:00-05:00',
    300,
    '2026-03-08T06:00:00-04:00',
  ],
  [
    'the long night: seven hours from midnight to six',
    nights,
    '2026-11-01T00:00:00-04:00',
    420,
    '2026-11-01T06:00:00-05:00',
  ],
  [
    'a block inside the skipped hour is moved with it, as clocks are',
    calendar([{ weekday: 7, opens: '02:15', closes: '02:45' }]),
    '2026-03-08T00:00:00-05:00',
    30,
    '2026-03-08T03:45:00-04:00',
  ],
  [
    'a block that ends as the skipped hour ends is no time at all',
    calendar([{ weekday: 7, opens: '02:30', closes: '03:00' }]),
    '2026-03-08T00:00:00-05:00',
    10,
    '2026-03-15T02:40:00-04:00',
  ],
  [
    'the date is that of the practice, not of Greenwich',
    calendar([{ weekday: 1, opens: '20:00', closes: '23:00' }]),
    '2026-11-24T00:30:00Z',
    120,
    '2026-11-23T22:00:00-05:00',
  ],
]

describe('addBusinessMinutes', () => {
  test.each(cases)('%s', (_name, hours, from, minutes, to) => {
    expect(addBusinessMinutes(hours, new Date(from), minutes)).toEqual(new Date(to))
  })

  test.each([-1, Number.NaN, Number.NEGATIVE_INFINITY])('refuses %s minutes', (minutes) => {
    expect(() => addBusinessMinutes(plain, new Date('2026-11-24T15:00:00Z'), minutes)).toThrow(RangeError)
  })

  test.each([
    ['no hours at all', calendar([]), 1],
    ['more than the hours hold', plain, 10_000_000],
    ['endless minutes', plain, Number.POSITIVE_INFINITY],
    [
      'a weekday that is always closed',
      closedOn('2026-11-24', 400, [{ weekday: 2, opens: '09:00', closes: '17:00' }]),
      1,
    ],
  ])('says so when there is no such time: %s', (_name, hours, minutes) => {
    expect(() => addBusinessMinutes(hours, new Date('2026-11-24T15:00:00Z'), minutes)).toThrow(NeverOpenError)
  })
})

function closedOn(firstDate: string, days: number, blocks: OpeningBlock[]): BusinessCalendar {
  const first = Temporal.PlainDate.from(firstDate)
  const closures = Array.from({ length: days + 7 }, (_, index) => first.add({ days: index }).toString())
  return calendar(blocks, { closures: new Set(closures) })
}

describe('isOpen', () => {
  test.each([
    ['2026-11-24T08:59:59-05:00', false],
    ['2026-11-24T09:00:00-05:00', true],
    ['2026-11-24T11:59:59-05:00', true],
    ['2026-11-24T12:00:00-05:00', false],
    ['2026-11-24T13:00:00-05:00', true],
    ['2026-11-24T17:00:00-05:00', false],
    ['2026-11-21T11:00:00-05:00', true],
    ['2026-12-25T11:00:00-05:00', false],
    ['2026-07-01T11:00:00-04:00', false],
  ])('%s: %s', (at, expected) => {
    expect(isOpen(withLunch, new Date(at))).toBe(expected)
  })

  test('a block that begins where another ends leaves no gap', () => {
    const joined = calendar([
      { weekday: 2, opens: '12:00', closes: '17:00' },
      { weekday: 2, opens: '09:00', closes: '12:00' },
    ])
    expect(isOpen(joined, new Date('2026-11-24T12:00:00-05:00'))).toBe(true)
    expect(nextOpening(joined, new Date('2026-11-24T09:30:00-05:00'))).toEqual(new Date('2026-12-01T09:00:00-05:00'))
  })
})

describe('nextOpening', () => {
  test.each([
    ['at night', '2026-11-23T23:00:00-05:00', '2026-11-24T09:00:00-05:00'],
    ['at the instant of opening', '2026-11-24T09:00:00-05:00', '2026-11-24T09:00:00-05:00'],
    ['while open, the opening after lunch', '2026-11-24T09:00:01-05:00', '2026-11-24T13:00:00-05:00'],
    ['over Christmas', '2026-12-24T17:00:00-05:00', '2026-12-28T09:00:00-05:00'],
  ])('%s', (_name, at, expected) => {
    const hours = _name === 'over Christmas' ? plain : withLunch
    expect(nextOpening(hours, new Date(at))).toEqual(new Date(expected))
  })

  test('passes over a block that the skipped hour leaves empty', () => {
    const hours = calendar([{ weekday: 7, opens: '02:30', closes: '03:00' }])
    expect(nextOpening(hours, new Date('2026-03-08T00:00:00-05:00'))).toEqual(new Date('2026-03-15T02:30:00-04:00'))
  })

  test('says so when there is none', () => {
    expect(() => nextOpening(calendar([]), new Date())).toThrow(NeverOpenError)
  })
})

describe('businessMinutesBetween', () => {
  test.each([
    ['the same instant', '2026-11-24T10:00:00-05:00', '2026-11-24T10:00:00-05:00', 0],
    ['a week', '2026-11-23T00:00:00-05:00', '2026-11-30T00:00:00-05:00', 2_400],
    ['a week-end', '2026-11-20T17:00:00-05:00', '2026-11-23T09:00:00-05:00', 0],
    ['half a minute', '2026-11-24T10:00:00-05:00', '2026-11-24T10:00:30-05:00', 0.5],
    ['Christmas week', '2026-12-21T00:00:00-05:00', '2026-12-28T00:00:00-05:00', 1_920],
  ])('%s', (_name, from, to, minutes) => {
    expect(businessMinutesBetween(plain, new Date(from), new Date(to))).toBe(minutes)
  })

  test('24 hours from late on the eve of the short day reach into the day after it', () => {
    const mondayMidnight = calendar([{ weekday: 1, opens: '00:00', closes: '01:00' }])
    const from = new Date('2026-03-07T23:30:00-05:00')
    const to = new Date('2026-03-09T00:30:00-04:00')
    expect(to.getTime() - from.getTime()).toBe(24 * 60 * 60_000)
    expect(businessMinutesBetween(mondayMidnight, from, to)).toBe(30)
  })

  test('counts no minute twice when the skipped hour moves one block onto another', () => {
    const hours = calendar([
      { weekday: 7, opens: '02:00', closes: '02:50' },
      { weekday: 7, opens: '03:05', closes: '03:10' },
    ])
    const from = new Date('2026-03-08T00:00:00-05:00')
    expect(businessMinutesBetween(hours, from, new Date('2026-03-09T00:00:00-04:00'))).toBe(50)
  })

  test('refuses a span that is no span of a clinic', () => {
    expect(() => businessMinutesBetween(plain, new Date(0), new Date('2026-11-24T00:00:00Z'))).toThrow(RangeError)
  })
})
