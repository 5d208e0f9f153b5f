import type { Keyring } from '../access/keyring.ts'
import type { Blobs } from '../platform/blobs.ts'
import { encryptPieces, openHeader, openRange } from '../platform/crypto/chunked.ts'
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

/** Whoever knows how long the blob is spares a question; the number is that of the patient's key. */
export type SealedBlob = SealedFile & { dataKeyNumber?: number; blob: string; blobBytes?: number | null }

/** Encrypts while it writes: clear bytes are never on disk. Returns the blob's name, and hash and size of the sealed bytes. */
export function storeSealed(
  blobs: Blobs,
  keys: Keyring,
  file: SealedFile & { blob: string },
  bytes: AsyncIterable<Buffer>,
): Promise<{ name: string; sizeBytes: number; sha256: Buffer }> {
  return blobs.put(file.practiceId, encryptPieces(bytes, keyOf(keys, file), contextOf(file)), file.blob)
}

/** A sealed file opened for reading: its clear length is known to be right before any byte of it is given; one that was cut does not open. */
export async function openSealed(
  blobs: Blobs,
  keys: Keyring,
  file: SealedBlob,
): Promise<{ sizeBytes: number; range(start: number, end: number): AsyncGenerator<Buffer> }> {
  const key = keyOf(keys, file)
  const context = contextOf(file)
  const totalBytes = file.blobBytes ?? (await blobs.size(file.practiceId, file.blob))
  const read = (offset: number, length: number) => blobs.read(file.practiceId, file.blob, offset, length)
  const opened = await openHeader(read, totalBytes, key, context)
  return { sizeBytes: opened.plaintextBytes, range: (start, end) => openRange(read, opened, start, end) }
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
