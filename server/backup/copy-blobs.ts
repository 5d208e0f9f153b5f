import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { BlobMissingError, type Blobs } from '../platform/blobs.ts'
import type { Database } from '../platform/db.ts'
import { errorCode } from '../platform/error-code.ts'
import type { BackupStore } from './backup-store.ts'
import { looseBlobs, namedBlobs } from './copied-practices.ts'

export const blobName = (practiceId: string, name: string): string => `blobs/${practiceId}/${name}`

/**
 * Puts into the store what it does not have yet: a blob never changes under its name, so that once is enough for all backups.
 * One that has gone meanwhile is no file's any more. Twice is once. Returns how many the store has, and how many are new.
 */
export async function copyBlobs(
  place: { db: Database; blobs: Blobs },
  store: BackupStore,
): Promise<{ blobs: number; copied: number }> {
  const known = new Set<string>()
  for await (const { key } of store.list('blobs/')) {
    known.add(key)
  }
  const count = { blobs: 0, copied: 0 }
  const copyMissing = async (practiceId: string, name: string): Promise<boolean> => {
    const key = blobName(practiceId, name)
    if (known.has(key)) {
      return true
    }
    const bytes = await buffer(Readable.from(place.blobs.stream(practiceId, name))).catch(gone)
    if (bytes === undefined) {
      return false
    }
    await store.put(key, bytes)
    known.add(key)
    count.copied++
    return true
  }
  for await (const { practiceId, name } of namedBlobs(place.db)) {
    count.blobs += (await copyMissing(practiceId, name)) ? 1 : 0
  }
  for await (const { practiceId, name } of looseBlobs(place.db)) {
    await copyMissing(practiceId, name)
  }
  return count
}

function gone(error: unknown): undefined {
  if (error instanceof BlobMissingError || errorCode(error) === 'ENOENT') {
    return undefined
  }
  throw error
}
