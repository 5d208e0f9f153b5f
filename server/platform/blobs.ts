import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { limits } from '../../shared/limits.ts'

/** Named bytes, already encrypted by the caller: in a folder, or in an object store (blob-bucket.ts). */
export type Blobs = {
  /** Writes the stream whole or not at all (fsync, then rename), under a new random name unless one is given. */
  put(
    folder: string,
    bytes: AsyncIterable<Buffer>,
    name?: string,
  ): Promise<{ name: string; sizeBytes: number; sha256: Buffer }>
  /** `length` bytes from `offset`; throws BlobMissingError. */
  read(folder: string, name: string, offset: number, length: number): Promise<Buffer>
  stream(folder: string, name: string): AsyncIterable<Buffer>
  size(folder: string, name: string): Promise<number>
  /** The blob, and what an interrupted `put` left of it. */
  remove(folder: string, name: string): Promise<void>
}

/** `prefix` is empty or ends with a slash; without an endpoint it is AWS's own store in the region. */
export type BlobBucket = { bucket: string; prefix: string; endpoint: string | undefined; region: string }

export class BlobMissingError extends Error {
  override name = 'BlobMissingError'
}

/** Names are ours, and nothing else becomes a path or a key. */
export function assertBlobName(folder: string, name: string): void {
  if (!/^[0-9a-f-]{36}$/.test(folder) || !/^[0-9a-f]{32}$/.test(name)) {
    throw new Error('not the name of a blob')
  }
}

/** Where the blobs of a data directory are. */
export function blobRoot(dataDir: string): string {
  return join(dataDir, 'blobs')
}

export function openBlobFolder(root: string): Blobs {
  const pathOf = (folder: string, name: string): string => {
    assertBlobName(folder, name)
    return join(root, folder, name.slice(0, 2), name)
  }
  return {
    put: (folder, bytes, name = randomBytes(16).toString('hex')) => put(pathOf(folder, name), name, bytes),
    async read(folder, name, offset, length) {
      const file = await open(pathOf(folder, name)).catch(missing)
      try {
        const buffer = Buffer.alloc(length)
        const { bytesRead } = await file.read(buffer, 0, length, offset)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    stream: (folder, name) => createReadStream(pathOf(folder, name)),
    size: async (folder, name) => (await stat(pathOf(folder, name)).catch(missing)).size,
    async remove(folder, name) {
      const path = pathOf(folder, name)
      await Promise.all([rm(path, { force: true }), rm(partOf(path), { force: true })])
    },
  }
}

async function put(path: string, name: string, bytes: AsyncIterable<Buffer>) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const partial = partOf(path)
  const file = await open(partial, 'wx', 0o600)
  try {
    const written = await write(file, bytes).finally(() => file.close())
    await rename(partial, path)
    return { name, ...written }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/**
 * Some bytes are on their way to the disk while the next come in, and the disk begins to keep them before all have come; all are kept
 * when this ends. A disk that fails says so once, to whoever asks it first: what it says on the way counts as what it says at the end.
 */
async function write(file: FileHandle, bytes: AsyncIterable<Buffer>): Promise<{ sizeBytes: number; sha256: Buffer }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let gathered: Buffer[] = []
  let gatheredBytes = 0
  let syncedBytes = 0
  let writing: Promise<unknown> = Promise.resolve()
  let syncing: Promise<unknown> = Promise.resolve()
  for await (const chunk of bytes) {
    hash.update(chunk)
    sizeBytes += chunk.length
    gathered.push(chunk)
    gatheredBytes += chunk.length
    if (gatheredBytes >= limits.blobWriteBytes) {
      await writing
      writing = append(file, gathered, gatheredBytes)
      // It is awaited before the next; until then the sender may break off, and nobody listens.
      writing.catch(() => {})
      gathered = []
      gatheredBytes = 0
      if (sizeBytes - syncedBytes >= limits.blobSyncBytes) {
        await syncing
        syncing = file.datasync()
        syncing.catch(() => {})
        syncedBytes = sizeBytes
      }
    }
  }
  await writing
  await append(file, gathered, gatheredBytes)
  await syncing
  await file.sync()
  return { sizeBytes, sha256: hash.digest() }
}

async function append(file: FileHandle, pieces: Buffer[], sizeBytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(pieces)
  // A full disk takes a part. Why it takes no more is said when the rest is tried.
  if (bytesWritten < sizeBytes) {
    await file.writeFile(Buffer.concat(pieces).subarray(bytesWritten))
  }
}

function partOf(path: string): string {
  return `${path}.part`
}

function missing(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? new BlobMissingError('the blob is gone') : error
}
