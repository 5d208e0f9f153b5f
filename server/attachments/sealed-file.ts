import { Readable } from 'node:stream'
import type { Keyring } from '../access/keyring.ts'
import type { Blobs } from '../platform/blobs.ts'
import { decryptRange, encryptingTransform, openHeader } from '../platform/crypto/chunked.ts'
import { uuidToBytes } from '../platform/ids.ts'

/** One attachment may have three files: as it came, written anew, and small. The number is bound into each. */
export const fileVersions = { received: 1, rewritten: 2, thumbnail: 3 } as const
export type FileVersion = (typeof fileVersions)[keyof typeof fileVersions]

export type SealedFile = {
  practiceId: string
  /** Whose key it is under; null for a document of the practice itself. */
  patientId: string | null
  attachmentId: string
  version: FileVersion
}

/** Encrypts while it writes: clear bytes are never on disk. Returns the blob's name, and hash and size of the sealed bytes. */
export function storeSealed(
  blobs: Blobs,
  keys: Keyring,
  file: SealedFile & { blob: string },
  bytes: AsyncIterable<Buffer>,
): Promise<{ name: string; sizeBytes: number; sha256: Buffer }> {
  const sealing = encryptingTransform(keyOf(keys, file), contextOf(file))
  const source = Readable.from(bytes, { objectMode: false })
  source.on('error', (error) => sealing.destroy(error))
  // The sender may hang up before the store has begun to read: then nobody else listens, and the process would end. The
  // store finds a stream that is destroyed, and fails.
  sealing.on('error', () => {})
  return blobs.put(file.practiceId, source.pipe(sealing), file.blob)
}

/** A sealed file opened for reading: its clear length is known to be right before any byte of it is given. */
export async function openSealed(
  blobs: Blobs,
  keys: Keyring,
  file: SealedFile & { dataKeyNumber?: number; blob: string },
): Promise<{ sizeBytes: number; range(start: number, end: number): AsyncIterable<Buffer> }> {
  const key = keyOf(keys, file)
  const context = contextOf(file)
  const totalBytes = await blobs.size(file.practiceId, file.blob)
  const read = (offset: number, length: number) => blobs.read(file.practiceId, file.blob, offset, length)
  const { plaintextBytes } = await openHeader(read, totalBytes, key, context)
  return {
    sizeBytes: plaintextBytes,
    range: (start, end) => decryptRange(read, totalBytes, key, context, start, end),
  }
}

function keyOf(keys: Keyring, file: SealedFile & { dataKeyNumber?: number }): Buffer {
  return file.patientId === null
    ? keys.documentKey(file.attachmentId)
    : keys.attachmentKey(file.patientId, file.attachmentId, file.dataKeyNumber).key
}

/** "TWA1\0", or "TWD1\0" for a document of the practice, ‖ practice ‖ file ‖ version: a file in another's place does not open. */
function contextOf(file: SealedFile): Buffer {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(file.version)
  return Buffer.concat([
    Buffer.from(file.patientId === null ? 'TWD1\0' : 'TWA1\0'),
    uuidToBytes(file.practiceId),
    uuidToBytes(file.attachmentId),
    version,
  ])
}
