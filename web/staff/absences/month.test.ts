import { expect, test } from 'vitest'
import { daysLater, monthBeside, weekdayOf } from './month.ts'

test.each([
  ['2026-12', 1, '2027-01'],
  ['2027-01', -1, '2026-12'],
  ['2028-02', 1, '2028-03'],
] as const)('beside %s by %i: %s', (month, step, expected) => {
  expect(monthBeside(month, step)).toBe(expected)
})

test.each([
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  // The days on which clocks change in Canada.
  ['2027-03-13', 2, '2027-03-15'],
  ['2026-11-02', -2, '2026-10-31'],
])('from %s, %i days later: %s', (day, days, expected) => {
  expect(daysLater(day, days)).toBe(expected)
})

test.each([
  ['2026-12-21', 1],
  ['2026-12-26', 6],
  ['2026-12-27', 7],
])('%s is day %i of its week', (day, expected) => {
  expect(weekdayOf(day)).toBe(expected)
})
