import type { Logger } from './log.ts'

/** Counts failures of a server as such; after so many in a row it is left alone for a while, and then tried once. */
export type Breaker = {
  /** Until when nothing should be sent, or null. After that one goes alone, to see whether the server is back. */
  restsUntil(now: Date): Date | null
  /** `answered` also when it refused: a refusal is an answer, and shows that the server is there. */
  saw(answer: { answered: true } | { answered: false; why: string }, atMs: number): void
}

/** `name` is what the log calls the server; `longestMs` is how long one try may take. */
export function openBreaker(
  options: { name: string; failures: number; restMs: number; longestMs: number },
  log: Logger,
): Breaker {
  const { name, restMs, longestMs } = options
  let failures = 0
  let restsUntilMs = 0
  return {
    // Further ahead than any rest lasts it was set before the clock was set back, and has passed.
    restsUntil: (now) =>
      now.getTime() < restsUntilMs && restsUntilMs - now.getTime() <= restMs + longestMs
        ? new Date(restsUntilMs)
        : null,
    saw(answer, atMs) {
      if (answer.answered) {
        if (failures >= options.failures) {
          log.info(`${name} answers again`)
        }
        failures = 0
        restsUntilMs = 0
        return
      }
      failures += 1
      if (failures >= options.failures) {
        restsUntilMs = atMs + restMs
        log.warn({ why: answer.why, failures }, `${name} is left alone for a while`)
      }
    },
  }
}
