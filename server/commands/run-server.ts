import { destination } from 'pino'
import type { Config } from '../config.ts'
import type { OpenHouse } from '../house.ts'
import { giveBackMemoryWhenQuiet } from '../ops/give-back-memory.ts'
import { createLogger } from '../platform/log.ts'
import { prepareDatabase } from './prepare-database.ts'
import { listenForStop } from './stop-signal.ts'

/** Says one line to the person at the terminal; everything else goes to the log. */
export type Tell = (line: string) => void
export type Run = {
  config: Config
  tell: Tell
  purpose: 'demonstration' | 'real use'
  parts: { web: boolean; worker: boolean }
  /** Once everything is open, and before anybody is let in. */
  furnish?: (house: OpenHouse) => Promise<void>
  /** What to say once the server answers. */
  greet: (house: OpenHouse) => Promise<void>
}

/** Runs the server until it is told to stop, and then ends what is in flight before it closes anything. */
export async function runServer(run: Run): Promise<void> {
  const { config, tell } = run
  const stop = listenForStop()
  const log = createLogger({ level: config.logLevel, destination: destination({ dest: 2, sync: false }) })
  // The server's code is read while PostgreSQL starts: together they are most of the time until the first answer.
  const loading = import('./serve-house.ts')
  loading.catch(() => {})
  const prepared = await prepareDatabase(config, log)
  try {
    const { serveHouse } = await loading
    const serving = await serveHouse(run, prepared, log)
    const endGivingBack = giveBackMemoryWhenQuiet()
    await stop.asked
    endGivingBack()
    tell('Stopping …')
    await serving.close(AbortSignal.any([stop.hurried, AbortSignal.timeout(config.shutdownMs)]))
  } finally {
    await prepared.stop()
    log.flush()
  }
  tell('Stopped.')
}
