import { expect, test } from 'vitest'
import { pauseMs } from './pause.ts'

test.each([
  ['a failed line, the first time', 1, null, 0, 400],
  ['and at its latest', 1, null, 1, 600],
  ['the second time', 2, null, 0, 800],
  ['a busy server says when', 1, 4, 0, 4_000],
  ['and is not taken at its word by everybody at once', 1, 4, 1, 6_000],
  ['never sooner than by itself', 2, 0, 0, 800],
  ['somebody has to make space first: the reader is told', 1, 60, 0, null],
] as const)('%s', (_what, attempt, retryAfterSeconds, random, expected) => {
  expect(pauseMs(attempt, { retryAfterSeconds }, random)).toBe(expected)
})
