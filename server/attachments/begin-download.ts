import type { Context } from '../access/context.ts'
import { BlobMissingError } from '../platform/blobs.ts'
import { Problem } from '../platform/problems.ts'
import { openSealed, type SealedBlob } from './sealed-file.ts'

/** A file, or the part of it that was asked for, up to its first piece opened. */
export type Download = {
  mediaType: string
  fileName: string
  sizeBytes: number
  range: Range
  bytes: AsyncIterable<Buffer>
}
type Range = [start: number, end: number] | 'unsatisfiable' | undefined

/**
 * Begins to open a file while the record of the download is still on its way to the disk. Nobody gets it before that: what this
 * returns is called after the commit, and what was opened for one that failed is dropped. Nothing in the transaction waits for it.
 */
export function beginDownload(
  ctx: Pick<Context, 'house' | 'keys'>,
  file: SealedBlob,
  about: { mediaType: string; fileName: string; range: string | undefined },
): () => Promise<Download> {
  const opening = open(ctx, file, about).catch((error: unknown) => {
    throw error instanceof BlobMissingError ? new Problem(410, 'file-gone') : error
  })
  // It may fail before anybody listens.
  opening.catch(() => {})
  return () => opening
}

async function open(
  { house, keys }: Pick<Context, 'house' | 'keys'>,
  file: SealedBlob,
  { range: asked, ...about }: { mediaType: string; fileName: string; range: string | undefined },
): Promise<Download> {
  const opened = await openSealed(house.blobs, keys, file)
  const range = readRange(asked, opened.sizeBytes)
  const [start, end] = typeof range === 'object' ? range : [0, range === undefined ? opened.sizeBytes : 0]
  return { ...about, sizeBytes: opened.sizeBytes, range, bytes: await begun(opened.range(start, end)) }
}

/** The same pieces, the first of which is there. */
async function begun(pieces: AsyncGenerator<Buffer>): Promise<AsyncIterable<Buffer>> {
  const first = await pieces.next()
  return (async function* () {
    if (first.done !== true) {
      yield first.value
      yield* pieces
    }
  })()
}

/** One range of RFC 9110, as [start, end); several ranges or none give the whole file. */
function readRange(header: string | undefined, sizeBytes: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) {
    return undefined
  }
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes)
  return start >= sizeBytes || start >= end ? 'unsatisfiable' : [start, end]
}
