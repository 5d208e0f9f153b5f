import { createHash } from 'node:crypto'
import type { Blobs } from '../platform/blobs.ts'
import type { Database } from '../platform/db.ts'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import { namedBlobs } from './copied-practices.ts'
import { blobName } from './copy-blobs.ts'

/**
 * Brings back the bytes of every file that the restored database has, and compares them with the hash it keeps. Returns how many
 * there are, and the names of those that the backup does not have.
 */
export async function restoreBlobs(
  place: { db: Database; blobs: Blobs },
  store: BackupStore,
): Promise<{ blobs: number; missing: string[] }> {
  const there = new Set<string>()
  for await (const { key } of store.list('blobs/')) {
    there.add(key)
  }
  const missing: string[] = []
  let blobs = 0
  for await (const { practiceId, name, sha256 } of namedBlobs(place.db)) {
    const key = blobName(practiceId, name)
    if (!there.has(key)) {
      missing.push(key)
      continue
    }
    const bytes = await store.get(key)
    if (sha256 !== null && !createHash('sha256').update(bytes).digest().equals(sha256)) {
      throw new BackupError('damaged', `${key} of the backup is not the file that the database knows.`)
    }
    await place.blobs.put(practiceId, once(bytes), name)
    blobs++
  }
  return { blobs, missing }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
