// Promised: memory is given back after a busy time and not while there is work, nor again and again for nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { giveBackMemoryWhenQuiet, isWorthIt } from './give-back-memory.ts'

const megabyte = 1024 * 1024

test.for([
  { what: 'quiet after it grew', utilization: 0.01, residentBytes: 280, restingBytes: 200, is: true },
  { what: 'quiet for the first time', utilization: 0.01, residentBytes: 200, restingBytes: 0, is: true },
  { what: 'at work', utilization: 0.3, residentBytes: 280, restingBytes: 200, is: false },
  {
    what: 'just at the edge of quiet',
    utilization: limits.quietUtilization,
    residentBytes: 280,
    restingBytes: 200,
    is: false,
  },
  { what: 'quiet, and little has come', utilization: 0, residentBytes: 210, restingBytes: 200, is: false },
  { what: 'smaller than it was', utilization: 0, residentBytes: 190, restingBytes: 200, is: false },
])('$what: $is', ({ utilization, residentBytes, restingBytes, is }) => {
  const bytes = { residentBytes: residentBytes * megabyte, restingBytes: restingBytes * megabyte }
  expect(isWorthIt({ utilization, ...bytes })).toBe(is)
})

afterEach(() => {
  vi.useRealTimers()
})

test('once for one busy time, and never after it was ended', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const collect = vi.fn<() => void>()
  const end = giveBackMemoryWhenQuiet(collect)
  // Time in which this process has nothing to do; what another file left in it may have to end first.
  const rest = async () => {
    await sleep(200)
    vi.advanceTimersByTime(limits.quietMs)
    return collect.mock.calls.length
  }
  await expect.poll(rest, { timeout: 20_000 }).toBe(1)
  expect(await rest()).toBe(1)
  end()
  vi.advanceTimersByTime(10 * limits.quietMs)
  expect(collect).toHaveBeenCalledTimes(1)
})
