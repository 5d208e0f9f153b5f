// Where scenarios play: one PostgreSQL, one data directory, one mail server, server processes over them, and in this
// process the same house once more, by which people are made, due work is drained and everything is checked.
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listLogs } from '../../../server/audit/list-logs.ts'
import { sealLog } from '../../../server/audit/seal-log.ts'
import { prepareDatabase } from '../../../server/commands/prepare-database.ts'
import { type Config, loadConfig } from '../../../server/config.ts'
import { openHouse } from '../../../server/house.ts'
import { createLogger } from '../../../server/platform/log.ts'
import type { KeyEncryptionKey } from '../../../server/platform/key-file.ts'
import { schedule } from '../../../server/schedule.ts'
import { type MailServer, startMailServer } from '../../../server/testing/mail-server.ts'
import { limits } from '../../../shared/limits.ts'
import type { TestHouse } from '../../../server/testing/test-house.ts'
import { startWorker } from '../../../server/worker.ts'
import { whatIsDue } from '../checkers/outbox-is-drained.ts'
import { type FaultProxy, openProxy } from '../proxy/proxy.ts'
import { databaseUrl, openPostgres, type Postgres, socketPathOf } from './cluster.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

export type Stage = {
  folder: string
  dataDir: string
  config: Config
  kek: KeyEncryptionKey
  /** The one that is primary now. */
  postgres: Postgres
  /** In front of the database, where one was asked for: everything goes through it. */
  proxy: FaultProxy | undefined
  mail: MailServer
  house: TestHouse
  /** The environment of server processes over this database; `via` is a proxy's port before the database. */
  env(more?: Record<string, string>, via?: number): Record<string, string>
  start(options?: Partial<ServerOptions> & { via?: number }): Promise<Server>
  /** Runs every sweep in this process until nothing more is due, with its clock that far ahead. */
  drain(aheadMs?: number): Promise<void>
  /** When the last of these began. */
  drainedAt: Date | undefined
  close(): Promise<void>
}

export type StageOptions = {
  settings?: Record<string, string>
  env?: Record<string, string>
  dataDir?: string
  /** A folder to be made in, such as a volume of its own. */
  below?: string
  isBehindProxy?: boolean
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(options.below ?? tmpdir(), 'threadwell-faults-'))
  // PostgreSQL runs as another account where this one is root, and has to get through.
  await chmod(folder, 0o755)
  const dataDir = options.dataDir ?? join(folder, 'data')
  await mkdir(dataDir, { recursive: true })
  // Marked as ours: the server then keeps its compiled code there, and starts sooner.
  await writeFile(join(dataDir, 'THREADWELL'), 'A stage of the faults.\n')
  const [postgres, mail] = await Promise.all([
    openPostgres(join(folder, 'database'), { settings: options.settings ?? {} }),
    startMailServer(),
  ])
  const proxy =
    options.isBehindProxy === true ? await openProxy({ path: socketPathOf(postgres.connection) }) : undefined
  const common = { DATA_DIR: dataDir, PUBLIC_URL: publicUrl, SMTP_URL: mail.url, LOG_LEVEL: 'warn', ...options.env }
  const env = (more: Record<string, string> = {}, via?: number) => ({
    ...common,
    DATABASE_URL: databaseUrl(postgres.connection, via ?? proxy?.port),
    ...more,
  })
  const config = loadConfig(env())
  const log = createLogger({ level: 'silent' })
  const prepared = await prepareDatabase(config, log)
  const clock = createClock()
  const opened = await openHouse({ config, kek: prepared.kek, connection: prepared.connection, log, clock: clock.now })
  const house: TestHouse = { ...opened, clock, dataDir }
  const servers = new Set<Server>()
  /** What one sweep does is due work for another, and one that failed is tried again when its time comes. */
  const sweepUntilDone = async (practices: string[], at: Date): Promise<void> => {
    const isDue = async () => (await whatIsDue(stage.postgres.query, practices, at)).length > 0
    for (let round = 0; round < leastRounds || (round < mostRounds && (await isDue())); round++) {
      const worker = startWorker(house.worker, schedule, log)
      await worker.runOnce()
      await worker.stop()
    }
  }
  const isWaitingForFiles = async (): Promise<boolean> =>
    (await stage.postgres.query(`select from filings where problem = 'files-not-scanned' limit 1`)).length > 0
  const stage: Stage = {
    folder,
    dataDir,
    config,
    kek: prepared.kek,
    postgres,
    proxy,
    mail,
    house,
    drainedAt: undefined,
    env,
    async start({ via, env: more = {}, ...rest } = {}) {
      const port = more['PORT'] ?? String(await freePort())
      const server = await startServer({ ...rest, env: env({ PORT: port, ...more }, via) })
      servers.add(server)
      return server
    },
    async drain(aheadMs = 0) {
      await untilNothingIsOpen(stage.postgres)
      clock.advance({ seconds: aheadMs / 1000 })
      const practices = (await stage.postgres.query('select id::text from practices')).map(({ id }) => String(id))
      stage.drainedAt = clock.now()
      await sweepUntilDone(practices, stage.drainedAt)
      // A conversation whose files had not been looked at yet is filed a little later.
      if (await isWaitingForFiles()) {
        clock.advance({ seconds: limits.scanRetryMs / 1000 })
        stage.drainedAt = clock.now()
        await sweepUntilDone(practices, stage.drainedAt)
      }
      // A log that was sealed a moment ago is left alone for a while; here nobody waits.
      for (const { id } of await listLogs({ db: house.worker.db, deployment: house.way.house.deployment, dataDir })) {
        await sealLog(house.worker, id)
      }
    },
    async close() {
      await Promise.all([...servers].filter((server) => server.isRunning).map((server) => server.kill()))
      await opened.close().catch(() => {})
      await mail.stop()
      await proxy?.close()
      await stage.postgres.stop()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return stage
}

/** What a lost line has left open holds its locks, and the sealing back, until the database ends it; the product asks it to. */
async function untilNothingIsOpen(postgres: Postgres): Promise<void> {
  const startedAt = performance.now()
  const open = () =>
    postgres.query(
      `select pid, state, now() - xact_start as since from pg_stat_activity
       where backend_type = 'client backend' and datname = current_database() and xact_start is not null
         and pid <> pg_backend_pid()`,
    )
  for (let left = await open(); left.length > 0; left = await open()) {
    if (performance.now() - startedAt > mostOpenMs) {
      throw new Error(`transactions stay open: ${JSON.stringify(left)}`)
    }
    await sleep(100)
  }
}
const mostOpenMs = 60_000

/** Of every sweep: the first, and what it set off; and as long a chain as there is, from a letter to a reminder's notice. */
const leastRounds = 3
const mostRounds = 8

/** The address that people would open; server processes listen elsewhere, as behind a proxy. */
const publicUrl = 'http://localhost:8120'

/** One that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function createClock() {
  let offsetMs = 0
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      offsetMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
