import { limits } from '../../shared/limits.ts'
import type { ApiProblem } from './problem.ts'

/**
 * Milliseconds until a call that failed in passing is tried again; null when the server asks for more patience than a person has
 * for a page that says nothing. With some chance in it, so that a thousand pages do not come back at once.
 */
export function pauseMs(
  attempt: number,
  problem: Pick<ApiProblem, 'retryAfterSeconds'>,
  random: number,
): number | null {
  const own = limits.requestPauseMs * 2 ** (attempt - 1)
  const askedMs = (problem.retryAfterSeconds ?? 0) * 1_000
  if (askedMs > limits.requestPauseMaxMs) {
    return null
  }
  return Math.max(own, askedMs) * (1 + random / 2)
}
