// The server process of the embedded database: started detached, so that Ctrl-C reaches us and not it, recognised by its
// name when a start finds it still running, and stopped in an orderly way.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import type { Account } from './postgres-account.ts'
import { databaseEnvironment, dataPathFor, socketPort, type Cluster } from './postgres-cluster.ts'
import type { Programs } from './postgres-programs.ts'
import { commandLineOf } from './processes.ts'

export type Server = { pid: number; socketDirectory: string; port: number }

/** Starts the server and returns at once; when it gives up, its log tells why. */
export async function spawnServer(options: {
  cluster: Cluster
  account: Account | undefined
  programs: Programs
}): Promise<Server> {
  const { cluster, account, programs } = options
  const dataArgument = await dataPathFor(account, cluster.data)
  await keepLogShort(cluster.logFile)
  const log = openSync(cluster.logFile, 'a', 0o600)
  try {
    const child = spawn(programs.postgres, ['-D', dataArgument, ...settings(cluster)], {
      ...account,
      cwd: cluster.data,
      env: databaseEnvironment,
      detached: true,
      stdio: ['ignore', log, log],
    })
    const failure = new Promise<never>((_, reject) => child.once('error', reject))
    child.unref()
    // Without an id the program could not be run, and the event that says why is on its way.
    const pid = child.pid ?? (await failure)
    failure.catch(() => undefined)
    return { pid, socketDirectory: cluster.socketDirectory, port: socketPort }
  } finally {
    closeSync(log)
  }
}

/** Finds the server of this cluster that is still running, left by a process of ours that was killed. */
export async function findServer(cluster: Cluster): Promise<Server | undefined> {
  const lines = await readPidFile(cluster)
  if (lines === undefined) {
    return undefined
  }
  const pid = Number(lines[0])
  if (await isServer(cluster, pid)) {
    return { pid, port: Number(lines[3]), socketDirectory: resolve(cluster.data, lines[4] ?? '') }
  }
  await disownPid(cluster, lines)
  return undefined
}

/** Stops the server: new work is refused and what runs is rolled back; after the time limit without a checkpoint (it recovers at the next start). */
export async function stopServer(cluster: Cluster, server: Server): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', limits.databaseStopMs],
    ['SIGQUIT', limits.databaseStopMs],
  ] as const) {
    sendSignal(server.pid, signal)
    if (await hasStopped(cluster, server, waitMs)) {
      return
    }
  }
  throw new EmbeddedPostgresError('stop-failed', `The embedded PostgreSQL (process ${server.pid}) does not stop.`)
}

async function hasStopped(cluster: Cluster, server: Server, waitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += limits.databasePollMs) {
    if (!(await isServer(cluster, server.pid))) {
      return true
    }
    await sleep(limits.databasePollMs)
  }
  return false
}

function settings(cluster: Cluster): string[] {
  const ownRun = resolve(cluster.directory, 'run')
  const values = {
    cluster_name: cluster.name,
    listen_addresses: '',
    port: String(socketPort),
    // Relative to the cluster, so that the server reaches it whatever lies above.
    unix_socket_directories: cluster.socketDirectory === ownRun ? '../run' : cluster.socketDirectory,
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: '64MB',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // What is kept for a backup store that cannot be reached must not fill the disk.
    max_slot_wal_keep_size: '4GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements, values and details may be clinical or hold a name: the server's log has none of them.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_line_prefix: '%m [%p] ',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Tells whether process `pid` is the live server of this cluster (an id may have passed on to another process). */
export async function isServer(cluster: Cluster, pid: number): Promise<boolean> {
  const commandLine = pid > 0 ? await commandLineOf(pid) : undefined
  return commandLine !== undefined && commandLine.includes(`cluster_name=${cluster.name}`)
}

async function readPidFile(cluster: Cluster): Promise<string[] | undefined> {
  try {
    return (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8')).split('\n')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined
    }
    throw error
  }
}

/**
 * The id of a killed server may by now belong to another process (ids restart in every container), and then PostgreSQL
 * refuses to start. It takes its parent's id for stale, and still checks that no process holds the old shared memory.
 */
async function disownPid(cluster: Cluster, lines: string[]): Promise<void> {
  if ((await commandLineOf(Number(lines[0]))) !== undefined) {
    await writeFile(join(cluster.data, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') {
      throw error
    }
  }
}

async function keepLogShort(logFile: string): Promise<void> {
  const sizeBytes = await stat(logFile).then(
    (stats) => stats.size,
    () => 0,
  )
  if (sizeBytes > limits.databaseLogBytes) {
    await rename(logFile, `${logFile}.1`)
  }
}
