import type pg from 'pg'
import { limits } from '../../shared/limits.ts'
import type { Connection } from '../platform/db.ts'
import {
  identifySystem,
  openReplication,
  readLsn,
  segmentName,
  segmentStart,
  streamLog,
  type SystemIdentity,
} from '../platform/replication.ts'
import type { BackupStore } from './backup-store.ts'
import { logFolder, readLogKey } from './place-log.ts'

/** The slot by which the database keeps its log until it is in the store. */
export const logSlot = 'threadwell_backup'

/**
 * Brings the store up to the end of the database's log: whole segments once, and the beginning of the one that is being written.
 * Twice is once: what the store has is asked of the store. `hasGap`: the database had let go of some of it before.
 */
export async function archiveLog(
  owner: Connection,
  store: BackupStore,
): Promise<{ system: SystemIdentity; upTo: bigint; hasGap: boolean }> {
  const { system, keptFrom } = await makeSlot(owner)
  const { segmentBytes, timeline, flushed } = system
  const wanted = await firstMissing(store, system)
  const hasGap = wanted !== undefined && wanted < keptFrom
  let from = wanted === undefined || hasGap ? keptFrom : wanted
  while (from < flushed) {
    const until = min(flushed, from + BigInt(segmentBytes * limits.backupLogSegments))
    const pieces = await readSegments(owner, { slot: logSlot, timeline, from, until })
    for (let at = 0; at < pieces.length; at += segmentBytes) {
      const bytes = pieces.subarray(at, at + segmentBytes)
      const segment = segmentName(timeline, from + BigInt(at), segmentBytes)
      const isWhole = bytes.length === segmentBytes
      const name = isWhole ? segment : `${segment}.${bytes.length.toString(16).padStart(8, '0')}`
      await store.put(`${logFolder(system.systemId)}${name}`, bytes)
      await removeShorter(store, system.systemId, name)
    }
    from = until
  }
  return { system, upTo: flushed, hasGap }
}

/** The beginning of the segment after the last whole one, always: what was kept of an unfinished one is written anew, longer. */
async function firstMissing(
  store: BackupStore,
  { systemId, timeline, segmentBytes }: SystemIdentity,
): Promise<bigint | undefined> {
  const prefix = segmentName(timeline, 0n, segmentBytes).slice(0, 8)
  let last: string | undefined
  for await (const { key } of store.list(`${logFolder(systemId)}${prefix}`)) {
    const piece = readLogKey(key)
    if (piece !== undefined && piece.upTo === null) {
      last = piece.segment
    }
  }
  return last === undefined ? undefined : segmentStart(last, segmentBytes) + BigInt(segmentBytes)
}

/** The slot, made if there is none; one whose log the database has given up is made anew. */
async function makeSlot(owner: Connection): Promise<{ system: SystemIdentity; keptFrom: bigint }> {
  const client = await openReplication(owner)
  try {
    const system = await identifySystem(client)
    const kept = (await readSlot(client)) ?? (await createSlot(client))
    return { system, keptFrom: kept - (kept % BigInt(system.segmentBytes)) }
  } finally {
    await client.end()
  }
}

async function createSlot(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query(`READ_REPLICATION_SLOT ${logSlot}`)
  if ((rows[0] as { slot_type: string | null } | undefined)?.slot_type != null) {
    await client.query(`DROP_REPLICATION_SLOT ${logSlot}`)
  }
  await client.query(`CREATE_REPLICATION_SLOT ${logSlot} PHYSICAL RESERVE_WAL`)
  const kept = await readSlot(client)
  if (kept === undefined) {
    throw new Error('a new slot keeps the log')
  }
  return kept
}

async function readSlot(client: pg.Client): Promise<bigint | undefined> {
  const { rows } = await client.query(`READ_REPLICATION_SLOT ${logSlot}`)
  const [slot] = rows as { restart_lsn: string | null }[]
  return slot?.restart_lsn == null ? undefined : readLsn(slot.restart_lsn)
}

async function readSegments(owner: Connection, span: Parameters<typeof streamLog>[1]): Promise<Buffer> {
  const client = await openReplication(owner)
  try {
    return Buffer.concat(await Array.fromAsync(streamLog(client, span)))
  } finally {
    await client.end()
  }
}

async function removeShorter(store: BackupStore, systemId: string, name: string): Promise<void> {
  const segment = name.slice(0, 24)
  for await (const { key } of store.list(`${logFolder(systemId)}${segment}.`)) {
    if (!key.endsWith(`/${name}`)) {
      await store.remove(key)
    }
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
