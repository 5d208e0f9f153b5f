import { loadConfig } from '../config.ts'
import type { OpenHouse } from '../house.ts'
import { Refusal } from './refusal.ts'
import { type Run, runServer, type Tell } from './run-server.ts'

/** For real use: requests and worker in one process, or one of them when there are several. */
export async function start(tell: Tell, parts: Run['parts'] = { web: true, worker: true }): Promise<void> {
  const config = loadConfig()
  if (config.databaseUrl === undefined && !(parts.web && parts.worker)) {
    throw new Refusal(
      'Only with a database of its own (DATABASE_URL) do the web server and the worker run apart. "npm start" runs both.',
    )
  }
  await runServer({
    config,
    tell,
    purpose: 'real use',
    parts,
    greet: async (house) => {
      if (!parts.web) {
        tell('The Threadwell worker is running.')
        return
      }
      tell(`Threadwell is ready: ${config.publicUrl}`)
      await tellSetUpCode(house, tell)
    },
  })
}

async function tellSetUpCode({ way }: OpenHouse, tell: Tell): Promise<void> {
  const { makeSetUpCode } = await import('../accounts/make-set-up-code.ts')
  const code = await makeSetUpCode(way)
  if (code !== null) {
    tell(`It has no practice yet. Open ${way.house.config.publicUrl}/set-up and type this code: ${code}`)
  }
}
