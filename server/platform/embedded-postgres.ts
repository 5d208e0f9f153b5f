// A real PostgreSQL 18 from npm for the demonstration, tests and small installations: no network port, one private socket.
// Killing us leaves it running; the next start finds it, proves that it is ours by the password, and goes on with it.
// One owner at a time: the owner's connection holds an advisory lock, which ends with its process however that ends.
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { limits } from '../../shared/limits.ts'
import { openDataDir } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import type { Logger } from './log.ts'
import { accountFor, type Account } from './postgres-account.ts'
import {
  clusterVersion,
  initialiseCluster,
  locateCluster,
  makeDirectories,
  makeNearby,
  superuser,
  type Cluster,
} from './postgres-cluster.ts'
import { forgetOwner, noteOwner, ownerName, takeOwnership } from './postgres-owner.ts'
import { findPrograms, installedPrograms } from './postgres-programs.ts'
import { findServer, isServer, spawnServer, stopServer, type Server } from './postgres-server.ts'

export type EmbeddedPostgres = {
  /** `host` is the directory of the socket. */
  connection: { host: string; port: number; user: string; password: string; database: 'threadwell' }
  /** True when the server was still running from a process of ours that was killed. */
  adopted: boolean
  stop(): Promise<void>
}

const database = 'threadwell'
const invalidPassword = '28P01'

/** Starts (or takes over) the database in `dataDir` and returns how to reach it; throws EmbeddedPostgresError. */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  superuserPassword: string
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** It recovers from a backup that was just laid out: that may take long, and nobody else opens the directory. */
  isRecovering?: boolean
}): Promise<EmbeddedPostgres> {
  const { superuserPassword: password, log, isRecovering = false } = options
  // What does not recover at once does not at all, and nobody else starts it.
  const patience: Patience = isRecovering
    ? { startMs: limits.databaseRecoverMs, attempts: 1 }
    : { startMs: limits.databaseStartMs, attempts: limits.databaseStartAttempts }
  if (!isRecovering) {
    await openDataDir(options.dataDir)
  }
  const cluster = await locateCluster(options.dataDir)

  let running = await bringUp(cluster, password, patience)
  let revival = Promise.resolve()
  let isStopping = false
  const watch = () => {
    running.owner.once('end', () => {
      if (!isStopping) {
        log.error({ pid: running.server.pid }, 'embedded database ended unexpectedly and is started again')
        revival = revive()
      }
    })
  }
  // A full disk lets no database start; once somebody has made room, it starts without being asked.
  const revive = async () => {
    while (!isStopping) {
      try {
        running = await bringUp(cluster, password, patience)
        watch()
        log.info({ pid: running.server.pid }, 'embedded database is ready again')
        return
      } catch (error) {
        log.error({ err: error }, 'embedded database cannot be started again')
        if (error instanceof EmbeddedPostgresError && error.code !== 'start-failed') {
          return
        }
        await sleep(limits.databaseReviveMs)
      }
    }
  }
  // The owner's connection lasts until the server ends it: nobody can take over a server that is about to stop.
  const stop = async () => {
    isStopping = true
    await revival
    await stopServer(cluster, running.server)
    await running.owner.end().catch(() => undefined)
    await forgetOwner(cluster)
    log.info({ pid: running.server.pid }, 'embedded database has stopped')
  }

  watch()
  try {
    await makeDatabase(running.owner)
    await noteOwner(cluster)
  } catch (error) {
    await stop()
    throw error
  }
  const { server, adopted } = running
  log.info({ adopted, pid: server.pid }, 'embedded database is ready')
  const { socketDirectory: host, port } = server
  return { connection: { host, port, user: superuser, password, database }, adopted, stop }
}

/** Tells whether `dataDir` holds a database already. */
export async function hasEmbeddedDatabase(dataDir: string): Promise<boolean> {
  try {
    return (await clusterVersion(await locateCluster(dataDir))) !== undefined
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return false
    }
    throw error
  }
}

type Running = { server: Server; adopted: boolean; owner: Client }

type Patience = { startMs: number; attempts: number }

async function bringUp(cluster: Cluster, password: string, { startMs, attempts }: Patience): Promise<Running> {
  const account = await accountFor(cluster.directory)
  await makeDirectories(cluster, account)
  // More than one attempt: another start may be quicker, a server may be stopping, or what a killed one left may still be ending.
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const found = await findServer(cluster)
    const server = found ?? (await startServer(cluster, account, password))
    const owner = await connectOwner(cluster, server, { password, startMs }).catch(async (error: unknown) => {
      const belongsToOther = error instanceof EmbeddedPostgresError && error.code === 'in-use'
      if (found === undefined && !belongsToOther) {
        await stopServer(cluster, server)
      }
      throw error
    })
    if (owner !== undefined) {
      return { server, adopted: found !== undefined, owner }
    }
    await sleep(limits.databaseRetryMs)
  }
  throw new EmbeddedPostgresError(
    'start-failed',
    `The embedded PostgreSQL does not start. ${cluster.logFile} says: ${await lastFailure(cluster)}`,
  )
}

async function startServer(cluster: Cluster, account: Account | undefined, password: string): Promise<Server> {
  const programs = await findPrograms({
    account,
    installed: installedPrograms(),
    copyPlaces: [async () => cluster.directory, () => makeNearby(cluster)],
  })
  await initialiseCluster({ cluster, account, programs, password })
  return spawnServer({ cluster, account, programs })
}

/** Connects as the one owner as soon as the server answers; undefined when it ends before that. */
async function connectOwner(
  cluster: Cluster,
  server: Server,
  { password, startMs }: { password: string; startMs: number },
): Promise<Client | undefined> {
  for (let waitedMs = 0; waitedMs < startMs; waitedMs += limits.databasePollMs) {
    const owner = await tryConnect(server, password)
    if (owner !== undefined) {
      await takeOwnership(owner)
      return owner
    }
    if (!(await isServer(cluster, server.pid))) {
      return undefined
    }
    await sleep(limits.databasePollMs)
  }
  throw new EmbeddedPostgresError('start-failed', `The embedded PostgreSQL (process ${server.pid}) does not answer.`)
}

async function tryConnect(server: Server, password: string): Promise<Client | undefined> {
  const client = new Client({
    host: server.socketDirectory,
    port: server.port,
    user: superuser,
    password,
    database: 'postgres',
    application_name: ownerName(),
    connectionTimeoutMillis: limits.databaseConnectMs,
    ssl: false,
  })
  // A lost connection also ends it, and the end is what we act on.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (errorCode(error) === invalidPassword) {
      throw new EmbeddedPostgresError(
        'wrong-password',
        'The embedded database was made with another key than this one. Put back the key file it was made with (KEYFILE).',
      )
    }
    return undefined
  }
}

async function makeDatabase(owner: Client): Promise<void> {
  const { rowCount } = await owner.query('select 1 from pg_database where datname = $1', [database])
  if (rowCount === 0) {
    await owner.query(`create database ${database}`)
  }
}

async function lastFailure(cluster: Cluster): Promise<string> {
  const lines = (await readFile(cluster.logFile, 'utf8')).split('\n')
  return lines.findLast((line) => /\b(FATAL|PANIC|could not|error)\b/i.test(line)) ?? 'nothing'
}
