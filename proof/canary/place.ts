import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { destination } from 'pino'
import { prepareDatabase } from '../../server/commands/prepare-database.ts'
import { type Config, loadConfig } from '../../server/config.ts'
import { openHouse } from '../../server/house.ts'
import { closeMailer } from '../../server/notifications/mailer-of.ts'
import type { App } from '../../server/app.ts'
import { createLogger } from '../../server/platform/log.ts'
import { schedule } from '../../server/schedule.ts'
import { enterSystem } from '../../server/access/enter-system.ts'
import { everyPractice } from '../../server/access/sweep.ts'
import { type MailServer, startMailServer } from '../../server/testing/mail-server.ts'
import type { TestHouse } from '../../server/testing/test-house.ts'
import { buildWeb } from '../../server/web/build-web.ts'
import { serveWeb } from '../../server/web/serve-web.ts'

/** The real server on a database of its own, with everything it says and writes in one folder. */
export type Place = {
  house: TestHouse
  config: Config
  /** The superuser: sees past every policy, for what no answer shows. */
  owner: pg.Client
  /** More of the same, for looking while requests are answered. */
  readers: pg.Pool
  mail: MailServer
  port: number
  folder: string
  logFile: string
  metricsToken: string
  /** Runs every sweep of the worker once, in every practice; some may be left out. */
  sweep(leaveOut?: string[]): Promise<void>
  close(): Promise<void>
}

/** `furnish` may add to the server before it listens: how the self-test plants its faults. */
export async function openPlace(
  options: { withWeb?: boolean; furnish?: (app: App) => void | Promise<void> } = {},
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-canary-'))
  const before = process.env['TMPDIR']
  // What the server lays down in the folder for temporary files is searched too.
  process.env['TMPDIR'] = join(folder, 'tmp')
  await mkdir(join(folder, 'tmp'))
  const logFile = join(folder, 'server.log')
  const lines = destination({ dest: logFile, sync: true })
  const log = createLogger({ level: 'trace', destination: lines })
  const metricsToken = 'a-token-that-opens-the-metrics'
  const mail = await startMailServer()
  const config = loadConfig({
    DATA_DIR: join(folder, 'data'),
    PUBLIC_URL: 'http://localhost:8080',
    METRICS_TOKEN: metricsToken,
    SMTP_URL: mail.url,
    // Every probe says where it comes from, so that many refusals do not look like one guesser.
    TRUST_PROXY: '1',
  })
  const { kek, connection, stop } = await prepareDatabase(config, log)
  const owner = new pg.Client(connection)
  // When the database is stopped it may hang up first.
  owner.on('error', () => {})
  await owner.connect()
  // Nothing of the write-ahead log is written over: all of it is searched at the end.
  await owner.query(`alter system set wal_keep_size = '16GB'`)
  // What survives a power cut is not asked here: commits do not wait for the disk.
  await owner.query('alter system set synchronous_commit = off')
  await owner.query('select pg_reload_conf()')
  const readers = new pg.Pool({ ...connection, max: 6 })
  readers.on('error', () => {})
  const clock = { now: () => new Date(), advance: noTimeTravel }
  const opened = await openHouse({ config, kek, connection, log, clock: clock.now })
  if (options.withWeb === true) {
    await serveWeb(opened.app, await buildWeb())
  }
  await options.furnish?.(opened.app)
  await opened.app.listen({ host: '127.0.0.1', port: 0 })
  const house: TestHouse = { ...opened, clock, dataDir: config.dataDir }
  return {
    house,
    config,
    owner,
    readers,
    mail,
    port: (opened.app.server.address() as AddressInfo).port,
    folder,
    logFile,
    metricsToken,
    async sweep(leaveOut = []) {
      for (const sweep of schedule.filter(({ name }) => !leaveOut.includes(name))) {
        if ('run' in sweep) {
          await sweep.run(house.worker)
          continue
        }
        for (const practiceId of await everyPractice(house.worker)) {
          const signal = AbortSignal.timeout(60_000)
          const inPractice: Parameters<typeof sweep.visit>[0]['inPractice'] = (work) =>
            enterSystem(house.worker, practiceId, work)
          await sweep.visit({ practiceId, inPractice, signal, log })
        }
      }
    },
    async close() {
      closeMailer(opened.way.house)
      await opened.close()
      await readers.end()
      await owner.end()
      await stop()
      await mail.stop()
      lines.end()
      if (before === undefined) {
        delete process.env['TMPDIR']
      } else {
        process.env['TMPDIR'] = before
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function noTimeTravel(): never {
  throw new Error('the crawl runs by the real clock')
}
