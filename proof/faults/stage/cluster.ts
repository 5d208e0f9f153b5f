// A PostgreSQL that belongs to a scenario: it is killed, filled up, promoted and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '../../../server/platform/db.ts'
import { accountFor, giveTo } from '../../../server/platform/postgres-account.ts'
import {
  databaseEnvironment,
  dataPathFor,
  initialiseCluster,
  locateCluster,
  makeDirectories,
  superuser,
} from '../../../server/platform/postgres-cluster.ts'
import { findPrograms, installedPrograms } from '../../../server/platform/postgres-programs.ts'
import { childrenOf } from './processes.ts'

export type Postgres = {
  /** The superuser's, by the Unix socket. */
  connection: Connection
  /** The cluster's own files. */
  data: string
  logFile: string
  readonly pid: number
  readonly isRunning: boolean
  /** Milliseconds until it answers; throws when it does not within `patienceMs`. */
  start(patienceMs?: number): Promise<number>
  /** SIGKILL to the server and every process of it. */
  kill(): Promise<void>
  /** In order, as the product stops its own. */
  stop(): Promise<void>
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

export const password = 'only-for-faults'
export const database = 'threadwell'

const running = new Set<ChildProcess>()
// A harness that fails leaves nothing running.
process.once('exit', () => running.forEach((server) => server.kill('SIGKILL')))

/** Those of the product; with the times of commits kept, so that order can be checked. */
const productSettings = {
  listen_addresses: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '64MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  track_commit_timestamp: 'on',
}

/** Makes a cluster below `folder`, unless one is there, and starts it. A copy of another has that one's database and password. */
export async function openPostgres(
  folder: string,
  options: { settings?: Record<string, string>; isCopy?: boolean; environment?: Record<string, string> } = {},
): Promise<Postgres> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const cluster = await locateCluster(folder)
  const account = await accountFor(cluster.directory)
  await makeDirectories(cluster, account)
  const programs = await findPrograms({
    account,
    installed: installedPrograms(),
    copyPlaces: [async () => cluster.directory],
  })
  if (options.isCopy === true) {
    await giveTo(account, cluster.data)
  } else {
    await initialiseCluster({ cluster, account, programs, password })
  }
  const settings = { ...productSettings, ...options.settings, unix_socket_directories: cluster.socketDirectory }
  const connection = { host: cluster.socketDirectory, port: 5432, user: superuser, password, database }
  let child: ChildProcess | undefined

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const start = async (patienceMs = 60_000): Promise<number> => {
    const startedAt = performance.now()
    const log = openSync(cluster.logFile, 'a', 0o600)
    child = spawn(
      programs.postgres,
      [
        '-D',
        await dataPathFor(account, cluster.data),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...account,
        cwd: cluster.data,
        env: { ...databaseEnvironment, ...options.environment },
        stdio: ['ignore', log, log],
      },
    )
    closeSync(log)
    const started = child
    running.add(started)
    started.once('exit', () => running.delete(started))
    while (performance.now() - startedAt < patienceMs && isRunning()) {
      if (await answers({ ...connection, database: 'postgres' })) {
        return performance.now() - startedAt
      }
      await sleep(20)
    }
    throw new Error(`PostgreSQL does not start: ${(await readFile(cluster.logFile, 'utf8')).slice(-1_500)}`)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child !== undefined && isRunning()) {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    }
  }
  const postgres: Postgres = {
    connection,
    data: cluster.data,
    logFile: cluster.logFile,
    get pid() {
      return child?.pid ?? 0
    },
    get isRunning() {
      return isRunning()
    },
    start,
    async kill() {
      const children = await childrenOf(postgres.pid)
      await end('SIGKILL')
      children.forEach(killNow)
    },
    stop: () => end('SIGINT'),
    query: (text, values = []) => queryOnce(connection, text, values),
  }
  await start()
  if (options.isCopy !== true) {
    const found = await queryOnce(
      { ...connection, database: 'postgres' },
      'select from pg_database where datname = $1',
      [database],
    )
    if (found.length === 0) {
      await queryOnce({ ...connection, database: 'postgres' }, `create database ${database}`, [])
    }
  }
  return postgres
}

async function answers(connection: Connection): Promise<boolean> {
  return queryOnce(connection, 'select 1', []).then(
    () => true,
    () => false,
  )
}

async function queryOnce(connection: Connection, text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended with its parent.
  }
}

/** Everything of it, the files too. */
export async function discard(postgres: Postgres, folder: string): Promise<void> {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

/** The address that a server process is given; `via` is a port of this machine in front of it. */
export function databaseUrl(connection: Connection, via?: number): string {
  const { user, password: secret, database: name } = connection
  const place =
    via === undefined
      ? { host: connection.host, port: String(connection.port) }
      : { host: '127.0.0.1', port: String(via) }
  const query = new URLSearchParams({ ...place, sslmode: 'disable' })
  return `postgres://${user}:${encodeURIComponent(secret)}@localhost/${name}?${query}`
}

/** The path of the socket, for a proxy before it. */
export function socketPathOf(connection: Connection): string {
  return join(connection.host, `.s.PGSQL.${connection.port}`)
}
