import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { idleWarningMs, presenceAfter } from './idle.ts'

const idleMs = limits.staffIdleMinutes * 60_000

test.each([
  [0, 'here'],
  [idleMs - idleWarningMs - 1, 'here'],
  [idleMs - idleWarningMs, 'about-to-end'],
  [idleMs - 1, 'about-to-end'],
  [idleMs, 'ended'],
  [idleMs * 2, 'ended'],
])('after %d ms without a hand or a key the person is %s', (quietMs, presence) => {
  expect(presenceAfter(quietMs)).toBe(presence)
})
