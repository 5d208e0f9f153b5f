import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { atMost, median, quantile } from './figures.ts'
import { port } from './place.ts'
import { startServer } from './server-process.ts'

const goalMs = 3_000

/** From the start of the process to its first answer, its embedded PostgreSQL included, over a database that is there already. */
export const start: Bench = async (how) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-bench-'))
  const env = { DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: `http://localhost:${port}` }
  try {
    const times: number[] = []
    // The first start makes the database, and is not counted.
    for (let round = 0; round <= how.rounds; round++) {
      const server = await startServer(env)
      await server.stop()
      times.push(...(round === 0 ? [] : [server.startMs]))
    }
    return [
      atMost({ figure: 'start, to the first answer', value: median(times), unit: 'ms' }, goalMs),
      { figure: 'start, to the first answer, slowest', value: quantile(times, 1), unit: 'ms' },
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
