// A real PostgreSQL 18 from npm for the demonstration, tests and small installations: no network port, one private socket.
// Killing us leaves it running; the next start finds it, proves that it is ours by the password, and goes on with it.
// One owner at a time: the owner's connection holds an advisory lock, which ends with its process however that ends.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { limits } from '../../shared/limits.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import type { Logger } from './log.ts'
import { accountFor } from './postgres-account.ts'
import {
  clusterVersion,
  dataDirMark,
  initialiseCluster,
  locateCluster,
  makeDirectories,
  makeNearby,
  ownerNote,
  superuser,
  type Cluster,
} from './postgres-cluster.ts'
import { findPrograms } from './postgres-programs.ts'
import { findServer, isServer, spawnServer, stopServer, type Server } from './postgres-server.ts'
import { commandLineOf } from './processes.ts'

export type EmbeddedPostgres = {
  /** `host` is the directory of the socket. */
  connection: { host: string; port: number; user: string; password: string; database: 'threadwell' }
  /** True when the server was still running from a process of ours that was killed. */
  adopted: boolean
  stop(): Promise<void>
}

const database = 'threadwell'
const ownerName = 'threadwell owner'
// Held in the database `postgres`, where nobody else takes advisory locks.
const ownerLock = 1
const invalidPassword = '28P01'

/** Starts (or takes over) the database in `dataDir` and returns how to reach it; throws EmbeddedPostgresError. */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  superuserPassword: string
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}): Promise<EmbeddedPostgres> {
  const { superuserPassword: password, log } = options
  const dataDir = resolve(options.dataDir)
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, dataDirMark), 'Threadwell keeps its data in this directory.\n')
  const cluster = await locateCluster(dataDir)

  const { server, adopted, owner } = await bringUp(cluster, password)
  let isStopping = false
  owner.once('end', () => {
    if (!isStopping) {
      log.error({ pid: server.pid }, 'embedded database ended unexpectedly')
    }
  })
  // The owner's connection lasts until the server ends it: nobody can take over a server that is about to stop.
  const stop = async () => {
    isStopping = true
    await stopServer(cluster, server)
    await owner.end().catch(() => undefined)
    await rm(ownerNote(cluster), { force: true })
    log.info({ pid: server.pid }, 'embedded database has stopped')
  }

  try {
    await makeDatabase(owner)
    await writeFile(ownerNote(cluster), `${process.pid}\n${(await commandLineOf(process.pid)) ?? ''}\n`)
  } catch (error) {
    await stop()
    throw error
  }
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

async function bringUp(cluster: Cluster, password: string): Promise<Running> {
  // More than one attempt: another start may be quicker, a server may be stopping, or what a killed one left may still be ending.
  for (let attempt = 1; attempt <= limits.databaseStartAttempts; attempt += 1) {
    const found = await findServer(cluster)
    const server = found ?? (await startServer(cluster, password))
    const owner = await connectOwner(cluster, server, password)
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

async function startServer(cluster: Cluster, password: string): Promise<Server> {
  const account = await accountFor(cluster.directory)
  await makeDirectories(cluster, account)
  const programs = await findPrograms({
    account,
    copyPlaces: [async () => cluster.directory, () => makeNearby(cluster)],
  })
  await initialiseCluster({ cluster, account, programs, password })
  return spawnServer({ cluster, account, programs })
}

/** Connects as the one owner as soon as the server answers; undefined when it ends before that. */
async function connectOwner(cluster: Cluster, server: Server, password: string): Promise<Client | undefined> {
  for (let waitedMs = 0; waitedMs < limits.databaseStartMs; waitedMs += limits.databasePollMs) {
    const owner = await tryConnect(server, password)
    if (owner !== undefined) {
      return takeOwnership(owner)
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
    application_name: `${ownerName} ${process.pid}`,
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

/** Holds the lock as long as the connection lives. A killed owner's connection ends within moments, a live one's does not. */
async function takeOwnership(owner: Client): Promise<Client> {
  for (let waitedMs = 0; waitedMs < limits.databaseOwnerWaitMs; waitedMs += limits.databaseRetryMs) {
    const { rows } = await owner.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownerLock])
    if (rows[0]?.taken === true) {
      return owner
    }
    if (await isOwnerAlive(owner)) {
      break
    }
    await sleep(limits.databaseRetryMs)
  }
  const pid = await ownerPid(owner)
  await owner.end()
  throw new EmbeddedPostgresError(
    'in-use',
    `Another Threadwell (process ${pid ?? 'unknown'}) is using this DATA_DIR. Stop it first, or choose another DATA_DIR.`,
  )
}

async function isOwnerAlive(client: Client): Promise<boolean> {
  const pid = await ownerPid(client)
  return pid !== undefined && (await commandLineOf(pid)) !== undefined
}

async function ownerPid(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and objid = $1 and granted`,
    [ownerLock],
  )
  const pid = Number(rows[0]?.name.slice(ownerName.length))
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
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
