import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionCookie } from '../../server/access/authenticate.ts'
import { prepareDatabase } from '../../server/commands/prepare-database.ts'
import { loadConfig } from '../../server/config.ts'
import { openHouse } from '../../server/house.ts'
import { createLogger } from '../../server/platform/log.ts'
import { schedule } from '../../server/schedule.ts'
import { aPractice, aPractitioner, inPractice, type Person, type TestPractice } from '../../server/testing/factories.ts'
import type { TestHouse } from '../../server/testing/test-house.ts'
import { buildWeb } from '../../server/web/build-web.ts'
import { serveWeb } from '../../server/web/serve-web.ts'
import { startWorker } from '../../server/worker.ts'
import { freePort } from '../demo.ts'

export type Clinic = {
  house: TestHouse
  practice: TestPractice
  /** The second physician. */
  colleague: Person
  url: string
  /** The clinic's clock goes on from this time of the day so many days later, and everything that is due by then is done. */
  goOnAt(time: string, days?: number): Promise<void>
  close(): Promise<void>
}

/** Files have the machine's time: beside a clock that is days ahead, what is being written would look left behind. */
const sweeps = schedule.filter(({ name }) => name !== 'remove-unfinished')
const zone = 'America/Toronto'

/** The real server, worker and web application over an empty practice, in this process, on a day whose clock the test moves. */
export async function openClinic(date: string, time: string): Promise<Clinic> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-day-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const config = loadConfig({ DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url })
  const log = createLogger({ level: 'fatal' })
  const clock = movable(date, time)
  const { kek, connection, stop } = await prepareDatabase(config, log)
  const opened = await openHouse({ config, kek, connection, log, clock: clock.now })
  const house: TestHouse = { ...opened, clock, dataDir }
  mountDoor(house)
  await serveWeb(house.app, await buildWeb())
  await house.app.listen({ host: '127.0.0.1', port })
  const worker = startWorker(house.worker, sweeps, log)
  const practice = await aPractice(house)
  const colleague = await aPractitioner(house, practice, {
    role: 'physician',
    name: 'Dr. Mira Stonefield',
    careTeamIds: [practice.careTeam.id],
  })
  return {
    house,
    practice,
    colleague,
    url,
    goOnAt: async (at, days = 0) => {
      clock.goOnAt(at, days)
      // Twice: what one sweep does may be another's work.
      await worker.runOnce()
      await worker.runOnce()
    },
    async close() {
      await worker.stop()
      await house.close()
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The test's own way in: it hands a browser the session that somebody has already. A browser takes it from a server alone. */
function mountDoor({ app }: TestHouse): void {
  app.get('/day/sign-in', async (request, reply) => {
    const { session } = request.query as { session: string }
    const cookie = `${sessionCookie}=${session}; Path=/; Secure; HttpOnly; SameSite=Strict`
    return reply.header('set-cookie', cookie).send('')
  })
}

/** Looks into the practice's rows, for what no page shows at a glance. */
export function look<T>({ house, practice }: Clinic, use: Parameters<typeof inPractice<T>>[2]): Promise<T> {
  return inPractice(house, practice.id, use)
}

/** It moves as time does between two jumps; it is never put back. */
function movable(date: string, time: string) {
  const instant = (at: string, days: number) =>
    Temporal.PlainDate.from(date).add({ days }).toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds
  let offsetMs = instant(time, 0) - Date.now()
  const now = () => new Date(Date.now() + offsetMs)
  return {
    now,
    goOnAt(at: string, days: number) {
      offsetMs += Math.max(0, instant(at, days) - now().getTime())
    },
    advance() {
      throw new Error('a day goes on from one time to the next')
    },
  }
}
