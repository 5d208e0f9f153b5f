import type { Keyring } from '../access/keyring.ts'
import { BlobMissingError, type Blobs } from '../platform/blobs.ts'
import { DecryptError, type Key, open, type Place, seal } from '../platform/crypto/envelope.ts'

/** A segment's row, as far as its file needs it. The generation is bound into the envelope. */
export type SegmentRef = { id: string; generation: number; sizeBytes: number }
/** Where a segment's file is and what opens it. */
export type SegmentFile = { practiceId: string; id: string; sizeBytes: number; key: Key; place: Place }

export function segmentFile(keys: Keyring, practiceId: string, segment: SegmentRef): SegmentFile {
  const { id, generation, sizeBytes } = segment
  return { practiceId, id, sizeBytes, ...keys.segment({ id, version: generation }) }
}

/** One sealed blob under the segment's own name. */
export async function writeSegment(
  blobs: Blobs,
  keys: Keyring,
  segment: { practiceId: string; id: string; generation: number },
  lines: Buffer,
): Promise<number> {
  const { key, place } = keys.segment({ id: segment.id, version: segment.generation })
  const sealed = seal(key, place, lines)
  const { sizeBytes } = await blobs.put(segment.practiceId, once(sealed), blobName(segment.id))
  return sizeBytes
}

/** The lines of a segment; null when its file is gone or not whole. */
export async function readSegment(blobs: Pick<Blobs, 'read'>, file: SegmentFile): Promise<Buffer | null> {
  try {
    const sealed = await blobs.read(file.practiceId, blobName(file.id), 0, file.sizeBytes)
    return open(file.key, file.place, sealed)
  } catch (error) {
    if (error instanceof BlobMissingError || error instanceof DecryptError) {
      return null
    }
    throw error
  }
}

export function blobName(segmentId: string): string {
  return segmentId.replaceAll('-', '')
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
