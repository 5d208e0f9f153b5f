import type { Keyring } from '../access/keyring.ts'
import { BlobMissingError, type Blobs } from '../platform/blobs.ts'
import { DecryptError, type Key, open, type Place, seal } from '../platform/crypto/envelope.ts'

// A segment's file is two envelopes, one after the other: its words (segment-words.ts), then its lines (segment-lines.ts).

/** A segment's row, as far as its file needs it. The generation is bound into the envelopes. */
export type SegmentRef = { id: string; generation: number; sizeBytes: number; wordsBytes: number }
/** Where a segment's file is and what opens it. Without bytes of words it is lines alone. */
export type SegmentFile = {
  practiceId: string
  id: string
  sizeBytes: number
  wordsBytes: number
  key: Key
  place: Place
  wordsPlace: Place
}

export function segmentFile(keys: Keyring, practiceId: string, segment: SegmentRef): SegmentFile {
  const { id, generation, sizeBytes, wordsBytes } = segment
  return { practiceId, id, sizeBytes, wordsBytes, ...keys.segment({ id, version: generation }) }
}

/** One blob under the segment's own name. */
export async function writeSegment(
  blobs: Blobs,
  keys: Keyring,
  segment: { practiceId: string; id: string; generation: number },
  { words, lines }: { words: Buffer; lines: Buffer },
): Promise<{ sizeBytes: number; wordsBytes: number }> {
  const { key, place, wordsPlace } = keys.segment({ id: segment.id, version: segment.generation })
  const sealedWords = seal(key, wordsPlace, words)
  const sealed = Buffer.concat([sealedWords, seal(key, place, lines)])
  const { sizeBytes } = await blobs.put(segment.practiceId, once(sealed), blobName(segment.id))
  return { sizeBytes, wordsBytes: sealedWords.length }
}

/** The words of a segment, which has some; null when its file is gone or not whole. */
export function readSegmentWords(blobs: Pick<Blobs, 'read'>, file: SegmentFile): Promise<Buffer | null> {
  return openPart(blobs, file, file.wordsPlace, { from: 0, to: file.wordsBytes })
}

/** The lines of a segment; null when its file is gone or not whole. */
export function readSegment(blobs: Pick<Blobs, 'read'>, file: SegmentFile): Promise<Buffer | null> {
  return openPart(blobs, file, file.place, { from: file.wordsBytes, to: file.sizeBytes })
}

async function openPart(
  blobs: Pick<Blobs, 'read'>,
  file: SegmentFile,
  place: Place,
  { from, to }: { from: number; to: number },
): Promise<Buffer | null> {
  try {
    return open(file.key, place, await blobs.read(file.practiceId, blobName(file.id), from, to - from))
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
