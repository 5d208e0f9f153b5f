import { limits } from '../../shared/limits.ts'

export type StopSignal = {
  /** Settles at the first signal to stop. */
  asked: Promise<void>
  /** Aborts at the second: whoever asks again does not want to wait. */
  hurried: AbortSignal
}

/**
 * Listens for the signals that stop a server, in place of the system's own answer, which is to die at once. Ctrl-C comes
 * twice at the same moment, from the terminal and from npm: that is one wish.
 */
export function listenForStop(): StopSignal {
  const hurry = new AbortController()
  const asked = new Promise<void>((resolve) => {
    let firstMs: number | undefined
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve()
        firstMs ??= performance.now()
        if (performance.now() - firstMs > limits.stopRepeatMs) {
          hurry.abort()
        }
      })
    }
  })
  return { asked, hurried: hurry.signal }
}
