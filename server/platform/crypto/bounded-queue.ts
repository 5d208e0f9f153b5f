/** More work was asked for than may wait; the caller says so to the person, who tries again later. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError'
  readonly code = 'too-busy'

  constructor() {
    super('too much work is waiting')
  }
}

/** Runs `atOnce` jobs at the same time, lets `waiting` more stand in line in order, and refuses the rest with TooBusyError. */
export function boundedQueue(limit: { atOnce: number; waiting: number }): <T>(job: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = []
  let running = 0

  return async (job) => {
    if (running >= limit.atOnce) {
      if (line.length >= limit.waiting) {
        throw new TooBusyError()
      }
      // The job that ends hands its place over, so that nobody slips in between.
      await new Promise<void>((start) => line.push(start))
    } else {
      running++
    }
    try {
      return await job()
    } finally {
      const next = line.shift()
      if (next) {
        next()
      } else {
        running--
      }
    }
  }
}
