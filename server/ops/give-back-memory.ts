import { performance } from 'node:perf_hooks'
import { limits } from '../../shared/limits.ts'

/**
 * After busy minutes V8 keeps the heap that it grew to, for the next ones. On a clinic's small machine PostgreSQL has better
 * use for it: once hardly anything was done for a while, all is collected and what is free goes back to the system. That
 * stops the process for about a tenth of a second, when nobody waits. Needs `--expose-gc` (bin/serve); returns what ends it.
 */
export function giveBackMemoryWhenQuiet(collect: (() => void) | undefined = collectAll()): () => void {
  if (collect === undefined) {
    return () => {}
  }
  let before = performance.eventLoopUtilization()
  let restingBytes = 0
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    const residentBytes = process.memoryUsage.rss()
    if (isWorthIt({ utilization, residentBytes, restingBytes })) {
      collect()
      restingBytes = process.memoryUsage.rss()
    } else {
      restingBytes = Math.min(restingBytes, residentBytes)
    }
  }, limits.quietMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** `utilization` is the share of the time in which the process had something to do, 0 to 1. */
export function isWorthIt(now: { utilization: number; residentBytes: number; restingBytes: number }): boolean {
  return now.utilization < limits.quietUtilization && now.residentBytes - now.restingBytes >= limits.giveBackBytes
}

function collectAll(): (() => void) | undefined {
  const { gc } = globalThis
  return gc && (() => gc({ type: 'major', flavor: 'last-resort' }))
}
