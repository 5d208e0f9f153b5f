// Who uses the embedded database. The truth is an advisory lock in the database itself, which ends with its owner's process
// however that ends; a note beside the cluster tells the same to those who have no password.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { limits } from '../../shared/limits.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import type { Cluster } from './postgres-cluster.ts'
import { commandLineOf } from './processes.ts'

// Taken in the database `postgres`, where nobody else takes advisory locks.
const ownerLock = 1
const ownerPrefix = 'threadwell owner '

/** The application name an owner connects with; it tells others whose the lock is. */
export function ownerName(): string {
  return `${ownerPrefix}${process.pid}`
}

/** Makes `client` hold the lock while its connection lives. A killed owner's lock ends within moments, a live one's does not. */
export async function takeOwnership(client: Client): Promise<void> {
  let holder: number | undefined
  for (let waitedMs = 0; waitedMs < limits.databaseOwnerWaitMs; waitedMs += limits.databaseRetryMs) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownerLock])
    if (rows[0]?.taken === true) {
      return
    }
    holder = await holderOf(client)
    if (holder !== undefined && (await commandLineOf(holder)) !== undefined) {
      break
    }
    await sleep(limits.databaseRetryMs)
  }
  await client.end()
  throw inUse(holder)
}

/** Refuses while a live process of ours uses the cluster. */
export async function refuseIfOwned(cluster: Cluster): Promise<void> {
  const [pid, commandLine] = await readNote(cluster)
  if (pid !== undefined && (await commandLineOf(Number(pid))) === commandLine) {
    throw inUse(Number(pid))
  }
}

export async function noteOwner(cluster: Cluster): Promise<void> {
  await writeFile(noteFile(cluster), `${process.pid}\n${await commandLineOf(process.pid)}\n`)
}

export async function forgetOwner(cluster: Cluster): Promise<void> {
  await rm(noteFile(cluster), { force: true })
}

async function holderOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and objid = $1 and granted`,
    [ownerLock],
  )
  const pid = Number(rows[0]?.name.slice(ownerPrefix.length))
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

function inUse(pid: number | undefined): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'in-use',
    `Another Threadwell (process ${pid ?? 'unknown'}) is using this DATA_DIR. Stop it first, or choose another DATA_DIR.`,
  )
}

async function readNote(cluster: Cluster): Promise<string[]> {
  try {
    return (await readFile(noteFile(cluster), 'utf8')).split('\n')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return []
    }
    throw error
  }
}

function noteFile(cluster: Cluster): string {
  return join(cluster.directory, 'owner')
}
