import { limits } from '../../shared/limits.ts'

/** How often something was tried in vain. */
export type Count = { failures: number; countedSince: Date; lastFailedAt: Date; blockedUntil: Date | null }

/**
 * `in-a-row`: failures of one account; after a few each further one waits longer, until a success.
 * `per-minute`: failures from one place, whoever they are about.
 */
export type Rule = { kind: 'in-a-row' } | { kind: 'per-minute'; failures: number }

/** The count after one more failure. */
export function afterFailure(count: Count | null, rule: Rule, now: Date): Count {
  switch (rule.kind) {
    case 'in-a-row': {
      const failures = (count?.failures ?? 0) + 1
      const waitMs = waitAfter(failures)
      return {
        failures,
        countedSince: count?.countedSince ?? now,
        lastFailedAt: now,
        blockedUntil: waitMs === 0 ? null : new Date(now.getTime() + waitMs),
      }
    }
    case 'per-minute': {
      const isSameMinute = count !== null && now.getTime() - count.countedSince.getTime() < minuteMs
      const countedSince = isSameMinute ? count.countedSince : now
      const failures = isSameMinute ? count.failures + 1 : 1
      return {
        failures,
        countedSince,
        lastFailedAt: now,
        blockedUntil: failures < rule.failures ? null : new Date(countedSince.getTime() + minuteMs),
      }
    }
  }
}

/** Seconds until another try is allowed; 0 when it is allowed now. */
export function blockedForSeconds(count: Pick<Count, 'blockedUntil'> | null, now: Date): number {
  const leftMs = (count?.blockedUntil?.getTime() ?? 0) - now.getTime()
  return leftMs > 0 ? Math.ceil(leftMs / 1000) : 0
}

const minuteMs = 60_000

/** 30 s · 2^n up to an hour: 24 guesses a day. From the hundredth on one guess a day, so that six digits hold for years. */
function waitAfter(failures: number): number {
  if (failures < limits.throttleFreeFailures) {
    return 0
  }
  if (failures >= limits.throttleHardStopFailures) {
    return limits.throttleHardStopWaitMs
  }
  const doublings = failures - limits.throttleFreeFailures
  return Math.min(limits.throttleFirstWaitMs * 2 ** doublings, limits.throttleLongestWaitMs)
}
