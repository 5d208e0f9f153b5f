import { describe, expect, test } from 'vitest'
import { endOfDay, instantOf, localOf, startOfDay, todayIn } from './day-end.ts'

describe('a day ends a millisecond before the next midnight of its zone, also when clocks change', () => {
  test.each([
    ['2026-11-24', 'America/Toronto', '2026-11-25T04:59:59.999Z'],
    ['2026-07-01', 'America/Toronto', '2026-07-02T03:59:59.999Z'],
    // Clocks go forward on 8 March 2026 and back on 1 November 2026.
    ['2026-03-07', 'America/Toronto', '2026-03-08T04:59:59.999Z'],
    ['2026-03-08', 'America/Toronto', '2026-03-09T03:59:59.999Z'],
    ['2026-10-31', 'America/Toronto', '2026-11-01T03:59:59.999Z'],
    ['2026-11-01', 'America/Toronto', '2026-11-02T04:59:59.999Z'],
    ['2026-11-24', 'America/Winnipeg', '2026-11-25T05:59:59.999Z'],
    ['2026-12-31', 'UTC', '2026-12-31T23:59:59.999Z'],
  ])('%s in %s ends at %s', (day, timeZone, expected) => {
    expect(endOfDay(day, timeZone)).toBe(expected)
  })
})

test('a day begins where the one before ended', () => {
  expect(startOfDay('2026-03-08', 'America/Toronto')).toBe('2026-03-08T05:00:00.000Z')
  expect(startOfDay('2026-03-09', 'America/Toronto')).toBe('2026-03-09T04:00:00.000Z')
})

describe('a time on the clinic’s clock is an instant, and an instant a time', () => {
  test.each([
    ['2026-11-24T08:30', 'America/Toronto', '2026-11-24T13:30:00.000Z'],
    ['2026-07-01T23:45', 'America/Toronto', '2026-07-02T03:45:00.000Z'],
    ['2026-03-08T03:00', 'America/Toronto', '2026-03-08T07:00:00.000Z'],
    ['2026-11-01T12:00', 'America/Toronto', '2026-11-01T17:00:00.000Z'],
    ['2026-12-31T23:59', 'UTC', '2026-12-31T23:59:00.000Z'],
  ])('%s in %s is %s', (local, timeZone, at) => {
    expect(instantOf(local, timeZone)).toBe(at)
    expect(localOf(at, timeZone)).toBe(local)
  })
})

test('today is the day on the wall of the clinic', () => {
  expect(todayIn('America/Toronto', new Date('2026-11-25T04:30:00Z'))).toBe('2026-11-24')
  expect(todayIn('UTC', new Date('2026-11-25T04:30:00Z'))).toBe('2026-11-25')
})
