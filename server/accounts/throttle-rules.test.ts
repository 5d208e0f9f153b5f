import { expect, test } from 'vitest'
import { afterFailure, blockedForSeconds, type Count, type Rule } from './throttle-rules.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 15) + seconds * 1000)

test.each([
  [1, 0],
  [4, 0],
  [5, 30],
  [6, 60],
  [7, 120],
  [11, 1_920],
  [12, 3_600],
  [99, 3_600],
  [100, 86_400],
  [1_000, 86_400],
])('%i failures in a row block for %i s', (failures, seconds) => {
  const before: Count = { failures: failures - 1, countedSince: at(0), lastFailedAt: at(0), blockedUntil: at(1) }
  const count = afterFailure(failures === 1 ? null : before, { kind: 'in-a-row' }, at(10))
  expect(count.failures).toBe(failures)
  expect(blockedForSeconds(count, at(10))).toBe(seconds)
})

test('failures of a minute block until the minute is over, and then count anew', () => {
  const rule: Rule = { kind: 'per-minute', failures: 3 }
  const counts: Count[] = []
  for (const seconds of [0, 10, 20]) {
    counts.push(afterFailure(counts.at(-1) ?? null, rule, at(seconds)))
  }
  expect(counts.map((count) => blockedForSeconds(count, count.lastFailedAt))).toEqual([0, 0, 40])
  expect(blockedForSeconds(counts.at(-1) ?? null, at(59.5))).toBe(1)
  expect(blockedForSeconds(counts.at(-1) ?? null, at(60))).toBe(0)
  expect(afterFailure(counts.at(-1) ?? null, rule, at(60))).toMatchObject({ failures: 1, blockedUntil: null })
})

test('nothing counted is not blocked', () => {
  expect(blockedForSeconds(null, at(0))).toBe(0)
})
