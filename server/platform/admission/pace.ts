// How many requests are answered at once, found by measuring: when even the quickest answer of a while took long, everything
// waits for everything inside, and fewer at once are done as fast. One slow request among quick ones says nothing.

export type PaceLimits = {
  atOnce: number
  /** Never fewer, however slow it is. */
  atLeast: number
  /** So many before anything was measured; as many as there may be when it is left out. */
  atStart?: number
  /** When the quickest takes longer, there are too many. */
  slowMs: number
}

export type Pace = {
  readonly places: number
  /** Whether there were too many a moment ago. */
  isSlow(nowMs: number): boolean
  /** An answer that took so long has ended. `isWanted`: others wait. */
  ended(tookMs: number, isWanted: boolean, nowMs: number): void
}

const windowMs = 250
/** Once too slow, so for a while: several times as long as it takes to find it again. */
const slowForMs = 1_000

export function createPace({ atOnce, atLeast, atStart = atOnce, slowMs }: PaceLimits): Pace {
  let places = atStart
  let quickestMs = Number.POSITIVE_INFINITY
  let wasWanted = false
  let endsAtMs = 0
  let slowUntilMs = 0
  return {
    get places() {
      return places
    },
    isSlow: (nowMs) => nowMs < slowUntilMs,
    ended(tookMs, isWanted, nowMs) {
      quickestMs = Math.min(quickestMs, tookMs)
      wasWanted ||= isWanted
      if (nowMs < endsAtMs) {
        return
      }
      if (quickestMs > slowMs) {
        places = Math.max(atLeast, Math.floor(places * 0.8))
        slowUntilMs = nowMs + slowForMs
      } else if (wasWanted) {
        places = Math.min(atOnce, places + Math.max(1, places >> 3))
      }
      quickestMs = Number.POSITIVE_INFINITY
      wasWanted = false
      endsAtMs = nowMs + windowMs
    },
  }
}
