// A thread of the search: opens one sealed file after the other and looks for words in it. It knows no database, keeps
// nothing between two jobs, and answers with times and ids alone.
import { parentPort, workerData } from 'node:worker_threads'
import { type BlobBucket, type Blobs, openBlobFolder } from '../platform/blobs.ts'
import { openBlobs } from '../platform/open-blobs.ts'
import { readNear } from '../platform/read-near.ts'
import type { Hit } from './hit.ts'
import { readSegment, type SegmentFile } from './segment-file.ts'
import { scanLines, type SearchedPart } from './segment-lines.ts'

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
  const scanned: Scanned = { hits: [], files: 0, damaged: [] }
  let reading = read(blobs, job.files[0])
  for (const [index, file] of job.files.entries()) {
    const lines = await reading
    // The next file comes in while this one is looked at.
    reading = read(blobs, job.files[index + 1])
    scanned.files++
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
  ;(await reading)?.fill(0)
  return scanned
}

async function read(blobs: Reader, file: SegmentFile | undefined): Promise<Buffer | null> {
  return file === undefined ? null : readSegment(blobs, file)
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
