import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { BlobBucket } from './blobs.ts'
import { errorCode } from './error-code.ts'

/** Objects by key, each written whole or not at all: in a folder, or in a bucket that speaks S3 (object-bucket.ts). */
export type ObjectStore = {
  /** Where it is, for people. */
  readonly place: string
  put(key: string, bytes: Buffer): Promise<void>
  /** Throws ObjectMissingError. */
  get(key: string): Promise<Buffer>
  /** Every key that begins so, in order, with its size. */
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }>
  remove(key: string): Promise<void>
}

export class ObjectMissingError extends Error {
  override name = 'ObjectMissingError'
}

/** Keys are ours, and nothing else becomes a path. */
export function assertObjectKey(key: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(key)) {
    throw new Error('not the key of an object')
  }
}

/** The bucket that is named, or the folder. The client of the first is a lot of code: read when used. */
export async function openObjectStore(where: BlobBucket | string): Promise<ObjectStore> {
  if (typeof where === 'string') {
    return openObjectFolder(where)
  }
  const [{ openObjectBucket }, { createS3Client }] = await Promise.all([
    import('./object-bucket.ts'),
    import('./s3-client.ts'),
  ])
  return openObjectBucket(createS3Client(where), where)
}

export function openObjectFolder(root: string): ObjectStore {
  const pathOf = (key: string): string => {
    assertObjectKey(key)
    return join(root, key)
  }
  return {
    place: root,
    async put(key, bytes) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const partial = `${path}${unfinished}`
      const file = await open(partial, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(partial, path)
      const folder = await open(dirname(path))
      await folder.sync()
      await folder.close()
    },
    get: async (key) => buffer(createReadStream(pathOf(key))).catch(missing),
    async *list(prefix) {
      const names = await readdir(root, { recursive: true, withFileTypes: true }).catch(noNames)
      const keys = names
        .filter((entry) => entry.isFile() && !entry.name.endsWith(unfinished))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
      for (const key of keys.sort()) {
        yield { key, sizeBytes: (await stat(pathOf(key))).size }
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  }
}

/** At the end of a name that is not whole yet; no key ends so. */
const unfinished = '.part~'

function missing(error: unknown): never {
  throw errorCode(error) === 'ENOENT' ? new ObjectMissingError('the object is not there') : error
}

function noNames(error: unknown): never[] {
  if (errorCode(error) === 'ENOENT') {
    return []
  }
  throw error
}
