import { describe, expect, test } from 'vitest'
import { monthsOn, spanOf, yearsOn } from './due.ts'

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

describe('a span is told in the unit people would say, and never longer than it is', () => {
  test.each([
    [0, 'minutes', 0],
    [59 * minute + 59_999, 'minutes', 59],
    [hour, 'hours', 1],
    [-2.9 * hour, 'hours', 2],
    [47 * hour + 59 * minute, 'hours', 47],
    [2 * day, 'days', 2],
    [-3.99 * day, 'days', 3],
  ])('%d ms is %s %d', (ms, unit, count) => {
    expect(spanOf(ms)).toEqual({ unit, count })
  })
})

describe('an age is completed years, and months for the smallest', () => {
  test.each([
    ['1984-03-27', '2026-03-26', 41, 503],
    ['1984-03-27', '2026-03-27', 42, 504],
    ['2024-02-29', '2026-02-28', 1, 23],
    ['2024-02-29', '2026-03-01', 2, 24],
    ['2026-11-01', '2026-11-24', 0, 0],
    ['2025-12-31', '2026-11-30', 0, 10],
  ])('born %s, on %s: %d years, %d months', (born, on, years, months) => {
    expect(yearsOn(born, on)).toBe(years)
    expect(monthsOn(born, on)).toBe(months)
  })
})
