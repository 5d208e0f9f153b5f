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
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import { logFolder, readLogKey } from './place-log.ts'

/** The slot by which the database keeps its log until it is in the store. */
export const logSlot = 'threadwell_backup'

/**
 * Brings the store up to the end of the database's log: whole segments once, and the beginning of the one that is being written.
 * Twice is once: what the store has is asked of the store. Returns how far it reaches now.
 */
export async function archiveLog(
  owner: Connection,
  store: BackupStore,
): Promise<{ system: SystemIdentity; upTo: bigint }> {
  const system = await makeSlot(owner)
  const { segmentBytes, timeline, flushed } = system
  let from = await firstMissing(owner, store, system)
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
  return { system, upTo: flushed }
}

/** From the beginning of a segment on, always: what was kept of an unfinished one is written anew, longer. */
async function firstMissing(owner: Connection, store: BackupStore, system: SystemIdentity): Promise<bigint> {
  const { systemId, timeline, segmentBytes } = system
  const prefix = segmentName(timeline, 0n, segmentBytes).slice(0, 8)
  let last: string | undefined
  for await (const { key } of store.list(`${logFolder(systemId)}${prefix}`)) {
    const piece = readLogKey(key)
    if (piece !== undefined && piece.upTo === null) {
      last = piece.segment
    }
  }
  const kept = await slotStart(owner, system)
  const next = last === undefined ? kept : segmentStart(last, segmentBytes) + BigInt(segmentBytes)
  if (next < kept) {
    throw new BackupError(
      'log-gap',
      'The database has let go of part of its log before it was kept. Take a new backup: times before it are reached from earlier ones.',
    )
  }
  return next
}

async function makeSlot(owner: Connection): Promise<SystemIdentity> {
  const client = await openReplication(owner)
  try {
    const system = await identifySystem(client)
    await client.query(`CREATE_REPLICATION_SLOT ${logSlot} PHYSICAL RESERVE_WAL`).catch((error: { code?: string }) => {
      if (error.code !== '42710') {
        throw error
      }
    })
    return system
  } finally {
    await client.end()
  }
}

/** The beginning of the segment from which on the slot keeps the log. */
async function slotStart(owner: Connection, { segmentBytes }: SystemIdentity): Promise<bigint> {
  const client = await openReplication(owner)
  try {
    const { rows } = await client.query(`READ_REPLICATION_SLOT ${logSlot}`)
    const [slot] = rows as { restart_lsn: string | null }[]
    if (slot?.restart_lsn == null) {
      throw new BackupError(
        'log-gap',
        `The database has let go of the log that the slot ${logSlot} was to keep. Drop the slot and take a new backup.`,
      )
    }
    const position = readLsn(slot.restart_lsn)
    return position - (position % BigInt(segmentBytes))
  } finally {
    await client.end()
  }
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
