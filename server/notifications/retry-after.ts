import { limits } from '../../shared/limits.ts'

/** How long to wait after the `attempts`th try, in milliseconds; `random` from 0 to 1 spreads those that failed together. */
export function retryAfterMs(attempts: number, random: number): number {
  const pauseMs = Math.min(limits.noticeRetryMs * 2 ** (attempts - 1), limits.noticeRetryMaxMs)
  return Math.round(pauseMs * (0.75 + random / 2))
}
