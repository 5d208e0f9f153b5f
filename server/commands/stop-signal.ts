export type StopSignal = {
  /** Settles at the first signal to stop. */
  asked: Promise<void>
  /** Aborts at the second: whoever asks again does not want to wait. */
  hurried: AbortSignal
}

/** Listens for the signals that stop a server, in place of the system's own answer, which is to die at once. */
export function listenForStop(): StopSignal {
  const hurry = new AbortController()
  const asked = new Promise<void>((resolve) => {
    let count = 0
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        count += 1
        resolve()
        if (count > 1) {
          hurry.abort()
        }
      })
    }
  })
  return { asked, hurried: hurry.signal }
}
