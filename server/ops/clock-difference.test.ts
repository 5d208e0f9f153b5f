// What counts as a difference of clocks: what a slow answer cannot explain.
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { aheadMs, isClockRight } from './clock-difference.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 24, 15) + ms)

test.each([
  ['the same clock, asked at once', 0, 0, 0, 0],
  ['a slow answer is no difference', 0, 2_900, 3_000, 0],
  ['the database is ahead', 0, 700, 100, 600],
  ['the database is behind', 0, -10_000, 100, -10_000],
  ['this clock was set back meanwhile', 5_000, 5_050, 0, 5_050],
])('%s', (_words, before, database, after, ahead) => {
  expect(aheadMs({ before: at(before), database: at(database), after: at(after) })).toBe(ahead)
})

test.each([
  [0, true],
  [limits.clockDifferenceMs, true],
  [limits.clockDifferenceMs + 1, false],
  [-limits.clockDifferenceMs - 1, false],
])('%d ms is right: %s', (differenceMs, is) => expect(isClockRight(differenceMs)).toBe(is))
