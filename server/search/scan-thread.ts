// A thread of the search: opens one sealed file after the other and looks for words in it. It knows no database, keeps
// nothing between two jobs, and answers with times and ids alone.
import { parentPort, workerData } from 'node:worker_threads'
import { limits } from '../../shared/limits.ts'
import { type BlobBucket, type Blobs, openBlobFolder } from '../platform/blobs.ts'
import { openBlobs } from '../platform/open-blobs.ts'
import { readNear } from '../platform/read-near.ts'
import type { Hit } from './hit.ts'
import { readSegment, readSegmentWords, type SegmentFile } from './segment-file.ts'
import { scanLines, type SearchedPart } from './segment-lines.ts'
import { mayHold, runsIn } from './segment-words.ts'

export type ScanJob = {
  files: SegmentFile[]
  /** Folded. */
  words: string[]
  part: SearchedPart
  /** With so many hits the rest of the files is left for the next job. */
  enough: number
}
export type Scanned = {
  hits: Hit[]
  /** How many of the files were looked at. */
  files: number
  /** Segments whose file is gone or did not open. */
  damaged: string[]
}
/** Where the segments are; `near` holds sealed copies of what an object store has. */
export type ThreadSetUp = { bucket: BlobBucket | undefined; blobs: string; near: string }
type Reader = Pick<Blobs, 'read'>

export async function scan(blobs: Reader, job: ScanJob): Promise<Scanned> {
  const words = job.words.map((word) => Buffer.from(word, 'utf8'))
  const runs = runsIn(job.words)
  const scanned: Scanned = { hits: [], files: 0, damaged: [] }
  // The next ones come in while one is looked at.
  const coming: Promise<Looked>[] = []
  const order = (file: SegmentFile | undefined): void => {
    if (file !== undefined) {
      const looking = look(blobs, file, runs)
      // Whoever awaits it hears of it; the others may fail unheard when one has.
      looking.catch(() => {})
      coming.push(looking)
    }
  }
  job.files.slice(0, limits.searchFilesAhead).forEach(order)
  for (const [index, file] of job.files.entries()) {
    const looked = await coming.shift()
    order(job.files[index + limits.searchFilesAhead])
    scanned.files++
    if (looked === 'without') {
      continue
    }
    const lines = looked === 'damaged' ? null : await readSegment(blobs, file)
    if (lines === null) {
      scanned.damaged.push(file.id)
      continue
    }
    scanned.hits.push(...scanLines(lines, words, job.part))
    lines.fill(0)
    if (scanned.hits.length >= job.enough) {
      break
    }
  }
  await Promise.all(coming)
  return scanned
}

type Looked = 'with' | 'without' | 'damaged'

/** Whether the lines of a file have to be read, by its words. */
async function look(blobs: Reader, file: SegmentFile, runs: readonly Buffer[]): Promise<Looked> {
  if (file.wordsBytes === 0) {
    return 'with'
  }
  const written = await readSegmentWords(blobs, file)
  if (written === null) {
    return 'damaged'
  }
  const isWith = mayHold(written, runs)
  written.fill(0)
  return isWith ? 'with' : 'without'
}

async function openReader({ bucket, blobs, near }: ThreadSetUp): Promise<Reader> {
  const store = await openBlobs(bucket, blobs)
  return bucket === undefined ? store : readNear(store, openBlobFolder(near))
}

if (parentPort !== null) {
  const port = parentPort
  const opening = openReader(workerData as ThreadSetUp)
  // Structured clones turn buffers into plain arrays of bytes.
  const withBuffer = (file: SegmentFile) => ({ ...file, key: { ...file.key, bytes: Buffer.from(file.key.bytes) } })
  port.on('message', (job: ScanJob) => {
    void opening
      .then((blobs) => scan(blobs, { ...job, files: job.files.map(withBuffer) }))
      .then(
        (scanned) => port.postMessage({ scanned }),
        (error: unknown) => port.postMessage({ problem: error instanceof Error ? error.name : 'unknown' }),
      )
  })
}
