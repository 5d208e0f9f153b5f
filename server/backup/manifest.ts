import { z } from 'zod'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'

const Position = z.string().regex(/^[0-9A-F]+\/[0-9A-F]+$/)

/** What a backup is: written last, so that one without it was never finished. Ids, counts and times; nothing of a patient. */
const Manifest = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** The database system that was copied, and the span of its log that the copy needs. */
  system: z.strictObject({
    id: z.string(),
    version: z.int(),
    timeline: z.int(),
    segmentBytes: z.int(),
    start: Position,
    end: Position,
  }),
  /** The parts of the copy in order, and PostgreSQL's own list of its files. */
  parts: z.array(z.strictObject({ name: z.string(), sizeBytes: z.int() })),
  files: z.string(),
  blobs: z.int(),
  deployment: z.uuid(),
  /** Rows of the tables that only grow, and sizes of the audit trees, as they were when it began. */
  rows: z.record(z.string(), z.int()),
  trees: z.record(z.uuid(), z.int()),
})
export type Manifest = z.output<typeof Manifest>

export const manifestName = (id: string): string => `base/${id}/manifest`

export async function writeManifest(store: BackupStore, manifest: Manifest): Promise<void> {
  await store.put(manifestName(manifest.id), Buffer.from(JSON.stringify(Manifest.parse(manifest))))
}

export async function readManifest(store: BackupStore, id: string): Promise<Manifest> {
  return Manifest.parse(JSON.parse((await store.get(manifestName(id))).toString('utf8')))
}

/** Backups in the store by time: which are whole, and which were begun only. */
export async function listBackups(store: BackupStore): Promise<{ id: string; isFinished: boolean }[]> {
  const found = new Map<string, boolean>()
  for await (const { key } of store.list('base/')) {
    const id = key.split('/')[1] ?? ''
    found.set(id, found.get(id) === true || key === manifestName(id))
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, isFinished]) => ({ id, isFinished }))
}

/** The one that was asked for; otherwise the newest that was whole before this time. Refuses in words. */
export async function chooseBackup(
  store: BackupStore,
  wanted: { id?: string | undefined; until?: Date | undefined },
): Promise<Manifest> {
  const backups = await listBackups(store)
  if (wanted.id !== undefined) {
    const chosen = backups.find(({ id }) => id === wanted.id)
    if (chosen === undefined) {
      throw new BackupError('no-backup', `There is no backup ${wanted.id} in ${store.place}.`)
    }
    if (!chosen.isFinished) {
      throw unfinished(chosen.id)
    }
    return readManifest(store, chosen.id)
  }
  const whole = backups.filter(({ isFinished }) => isFinished).toReversed()
  for (const { id } of whole) {
    const manifest = await readManifest(store, id)
    if (wanted.until === undefined || new Date(manifest.endedAt) <= wanted.until) {
      return manifest
    }
  }
  const last = backups.at(-1)
  if (last !== undefined && whole.length === 0) {
    throw unfinished(last.id)
  }
  throw new BackupError(
    'no-backup',
    whole.length === 0
      ? `There is no backup in ${store.place}.`
      : `No backup in ${store.place} was whole before ${wanted.until?.toISOString()}.`,
  )
}

function unfinished(id: string): BackupError {
  return new BackupError('unfinished', `The backup ${id} was never finished: it is not restored. Choose another one.`)
}
