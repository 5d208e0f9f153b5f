import { expect, test } from 'vitest'
import { presenceAfter } from './presence.ts'

const minute = 60_000

test.each([
  [0, 'here'],
  [27 * minute, 'here'],
  [28 * minute - 1, 'here'],
  [28 * minute, 'about-to-end'],
  [30 * minute - 1, 'about-to-end'],
  [30 * minute, 'ended'],
  [9 * 60 * minute, 'ended'],
] as const)('after %i ms without a sign of a person: %s', (quietMs, expected) => {
  expect(presenceAfter(quietMs, 30 * minute)).toBe(expected)
})
