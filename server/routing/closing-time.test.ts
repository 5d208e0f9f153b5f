// When the clinic closes for the day and opens again, over lunch, nights, weekends and holidays.
import { describe, expect, test } from 'vitest'
import { closingTime, workingDayMinutes } from './closing-time.ts'
import type { BusinessCalendar } from './business-hours.ts'

const blocks = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, opens: '09:00', closes: '12:00' },
  { weekday, opens: '13:00', closes: '17:00' },
])
const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  region: 'ca-on',
  blocks,
  closures: new Set(['2026-11-30']),
}

test.each([
  ['in the morning', '2026-11-24T15:00Z', '2026-11-24T22:00Z', '2026-11-25T14:00Z'],
  ['over lunch', '2026-11-24T17:30Z', '2026-11-24T22:00Z', '2026-11-25T14:00Z'],
  ['at closing', '2026-11-24T22:00Z', '2026-11-25T22:00Z', '2026-11-26T14:00Z'],
  ['in the evening', '2026-11-25T01:00Z', '2026-11-25T22:00Z', '2026-11-26T14:00Z'],
  ['on Friday, before a weekend and a closed Monday', '2026-11-27T15:00Z', '2026-11-27T22:00Z', '2026-12-01T14:00Z'],
  ['on Saturday', '2026-11-28T15:00Z', '2026-12-01T22:00Z', '2026-12-02T14:00Z'],
  ['before Christmas', '2026-12-24T15:00Z', '2026-12-24T22:00Z', '2026-12-28T14:00Z'],
])('%s', (_when, at, closes, reopens) => {
  const { closesAt, reopensAt } = closingTime(calendar, new Date(at))
  expect([closesAt, reopensAt]).toEqual([new Date(closes), new Date(reopens)])
})

describe('the minutes of a working day', () => {
  test.each([
    [blocks, 7 * 60],
    [[{ weekday: 1, opens: '09:00', closes: '10:30' }], 90],
    [[...blocks, { weekday: 6, opens: '09:00', closes: '10:00' }], 360],
    [[], 0],
  ])('%#', (some, minutes) => {
    expect(workingDayMinutes({ blocks: some })).toBe(minutes)
  })
})
