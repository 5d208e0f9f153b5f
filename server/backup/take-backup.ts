import { randomBytes } from 'node:crypto'
import { limits } from '../../shared/limits.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { Connection, Database } from '../platform/db.ts'
import { errorCode } from '../platform/error-code.ts'
import {
  type BaseEnd,
  baseBackup,
  identifySystem,
  keepLogMeanwhile,
  openReplication,
  writeLsn,
} from '../platform/replication.ts'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import { countRows, treeSizes } from './copied-practices.ts'
import { copyBlobs } from './copy-blobs.ts'
import { type Manifest, writeManifest } from './manifest.ts'

/** What is copied: the cluster by its owner, what stands in it by the worker's role, the blobs. */
export type BackupSource = { owner: Connection; db: Database; blobs: Blobs; deploymentId: string; clock: () => Date }

/**
 * Copies the running database, with the log that makes the copy whole, then the blobs; the manifest comes last. The blobs are
 * copied after the database, so that every file of the copy has its bytes; what is removed meanwhile stays for an hour.
 */
export async function takeBackup(source: BackupSource, store: BackupStore): Promise<Manifest> {
  const startedAt = source.clock()
  const id = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`
  const rows = await countRows(source.db)
  const trees = await treeSizes(source.db)
  const { system, parts, end } = await copyDatabase(source.owner, store, id)
  const { blobs } = await copyBlobs(source, store)
  const manifest: Manifest = {
    version: 1,
    id,
    startedAt: startedAt.toISOString(),
    endedAt: source.clock().toISOString(),
    system: { ...system, timeline: end.timeline, start: writeLsn(end.start), end: writeLsn(end.end) },
    parts,
    files: `base/${id}/files`,
    blobs,
    deployment: source.deploymentId,
    rows,
    trees,
  }
  await writeManifest(store, manifest)
  return manifest
}

type Copied = {
  system: { id: string; version: number; segmentBytes: number }
  parts: Manifest['parts']
  end: BaseEnd
}

async function copyDatabase(owner: Connection, store: BackupStore, id: string): Promise<Copied> {
  const keeper = await openReplication(owner).catch(explain)
  try {
    // The log that the copy needs is kept until this connection ends, however long the copy takes.
    await keepLogMeanwhile(keeper).catch(explain)
    const { systemId, version, segmentBytes } = await identifySystem(keeper)
    const client = await openReplication(owner)
    try {
      return {
        system: { id: systemId, version, segmentBytes },
        ...(await copyFiles(baseBackup(client, id), store, id)),
      }
    } finally {
      await client.end()
    }
  } finally {
    await keeper.end()
  }
}

/** Parts of equal size: one is put into the store while the next one gathers. */
async function copyFiles(
  messages: ReturnType<typeof baseBackup>,
  store: BackupStore,
  id: string,
): Promise<{ parts: Manifest['parts']; end: BaseEnd }> {
  const parts: Manifest['parts'] = []
  const list: Buffer[] = []
  let gathered: Buffer[] = []
  let gatheredBytes = 0
  let isList = false
  let archives = 0
  let writing: Promise<unknown> = Promise.resolve()
  const flush = async (): Promise<void> => {
    await writing
    const bytes = Buffer.concat(gathered)
    const name = `base/${id}/database.${String(parts.length).padStart(5, '0')}`
    parts.push({ name, sizeBytes: bytes.length })
    gathered = []
    gatheredBytes = 0
    writing = store.put(name, bytes)
    // Reported by the next await of it, and not as one that nobody waits for.
    writing.catch(() => {})
  }
  let step = await messages.next()
  for (; step.done !== true; step = await messages.next()) {
    const message = step.value
    if (message.kind === 'archive' && ++archives > 1) {
      throw new BackupError(
        'not-supported',
        'The database keeps part of its files elsewhere (tablespaces), which a backup does not follow.',
      )
    } else if (message.kind === 'manifest') {
      isList = true
    } else if (message.kind === 'data' && isList) {
      list.push(message.bytes)
    } else if (message.kind === 'data') {
      gathered.push(message.bytes)
      gatheredBytes += message.bytes.length
      if (gatheredBytes >= limits.backupObjectBytes) {
        await flush()
      }
    }
  }
  await flush()
  await writing
  await store.put(`base/${id}/files`, Buffer.concat(list))
  return { parts, end: step.value }
}

function explain(error: unknown): never {
  const code = errorCode(error)
  if (code === '42501' || code === '28000' || code === '28P01' || code === '53400' || code === '55000') {
    const why = error instanceof Error ? error.message : code
    throw new BackupError(
      'not-permitted',
      `PostgreSQL does not let its account copy the database (${why}). It needs REPLICATION, a line "replication" for it in ` +
        'pg_hba.conf, wal_level = replica, and room in max_wal_senders and max_replication_slots. docs/operations/backup.md tells more.',
    )
  }
  throw error
}
