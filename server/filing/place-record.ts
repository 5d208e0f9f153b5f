/**
 * Puts a record into the record folder, whole or not at all: the files are written into a hidden folder beside, flushed
 * to the disk, and appear under their name by one rename. Doing it twice is doing it once: a record that is already
 * there with the same bytes is left as it is, with the time it was first placed.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode } from '../platform/error-code.ts'
import { recordFileName } from './attachment-path.ts'
import { problemOf, RecordFolderError } from './record-folder-error.ts'

export type RecordFile = {
  /** Within the record, such as "attachments/<id>.jpg". */
  name: string
  content: Uint8Array | AsyncIterable<Uint8Array>
  /** What the content must hash to, 64 hexadecimal digits; a difference stops the filing. */
  sha256?: string
}

export type PlacedRecord = {
  /** Relative to the record folder. */
  location: string
  /** Of the PDF. */
  sha256: string
  placedAt: Date
}

/**
 * Places the files of one record in `<recordDir>/<patientFolder>/<name>`, folders 0700 and files 0600, with a
 * SHA256SUMS that `sha256sum -c` reads. Throws RecordFolderError; an error of a content that is read goes through.
 */
export async function placeRecord(
  recordDir: string,
  record: { patientFolder: string; name: string; files: readonly RecordFile[]; now: Date },
): Promise<PlacedRecord> {
  const location = `${record.patientFolder}/${record.name}`
  refuseTellingNames([location, ...record.files.map(({ name }) => name)])
  let unfinished: string | undefined
  try {
    // The record folder itself is the operator's: a missing one may be a disk that is not mounted.
    await mkdir(join(recordDir, unfinishedFolder), { mode: 0o700 }).catch(unlessThere)
    // A name that is there is passed over for another: nothing that is left behind keeps a record from growing.
    unfinished = await mkdtemp(join(recordDir, unfinishedFolder, 'record-'))
    const sums = await writeRecord(unfinished, record)
    await moveIntoPlace(recordDir, { unfinished, location, sums })
    return await receiptFor(join(recordDir, location), location)
  } catch (error) {
    throw explained(error)
  } finally {
    if (unfinished !== undefined) {
      await rm(unfinished, { recursive: true, force: true }).catch(ignoreSecondFault)
    }
  }
}

/** Where records grow; a folder left here by a crash is removed by removeUnfinished(). */
export const unfinishedFolder = '.unfinished'
const sumsFileName = 'SHA256SUMS'

/** Paths end up in logs, backups and other systems: each part is an id, or one word, with an extension. */
function refuseTellingNames(paths: readonly string[]): void {
  const allowed = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{1,20})(?:\.[a-z][a-z0-9]{0,4})?$/
  if (!paths.flatMap((path) => path.split('/')).every((part) => allowed.test(part))) {
    throw new RecordFolderError('record-name-refused')
  }
}

/** Writes everything to the disk and returns the text of SHA256SUMS. Its time is the time of placing. */
async function writeRecord(folder: string, record: { files: readonly RecordFile[]; now: Date }): Promise<string> {
  const lines: string[] = []
  for (const file of record.files) {
    const path = join(folder, file.name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const sha256 = await writeFile(path, file.content)
    if (file.sha256 !== undefined && file.sha256 !== sha256) {
      throw new RecordFolderError('record-file-differs')
    }
    lines.push(`${sha256}  ${file.name}\n`)
  }
  const sums = lines.toSorted().join('')
  await writeFile(join(folder, sumsFileName), Buffer.from(sums))
  await utimes(join(folder, sumsFileName), record.now, record.now)
  for (const each of new Set(record.files.map(({ name }) => join(folder, dirname(name))))) {
    await flush(each)
  }
  await flush(folder)
  return sums
}

/** Returns the SHA-256 of what was written. */
async function writeFile(path: string, content: RecordFile['content']): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : chunksOf(content)) {
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** Keeps apart what goes wrong in reading a content from what goes wrong in the record folder. */
async function* chunksOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw new ContentError(error)
  }
}

class ContentError extends Error {
  constructor(cause: unknown) {
    super('a content could not be read', { cause })
  }
}

/** A rename never replaces a folder that has files, so of two that place the same record one finds the other's. */
async function moveIntoPlace(
  recordDir: string,
  { unfinished, location, sums }: { unfinished: string; location: string; sums: string },
): Promise<void> {
  const target = join(recordDir, location)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  try {
    await rename(unfinished, target)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) {
      throw error
    }
    await refuseOther(target, sums)
  }
  const parts = location.split('/')
  for (const depth of parts.keys()) {
    await flush(join(recordDir, ...parts.slice(0, depth)))
  }
}

/** What is there must be what was asked for, byte by byte: a receipt is a promise about the files, not about their list. */
async function refuseOther(folder: string, sums: string): Promise<void> {
  const placed = await readFile(join(folder, sumsFileName), 'utf8').catch(missingAsEmpty)
  if (placed !== sums) {
    throw new RecordFolderError('record-already-differs')
  }
  for (const line of sums.trimEnd().split('\n')) {
    const [sha256, name] = line.split('  ')
    if ((await sha256Of(join(folder, name ?? '')).catch(missingAsEmpty)) !== sha256) {
      throw new RecordFolderError('record-already-differs')
    }
  }
}

async function receiptFor(folder: string, location: string): Promise<PlacedRecord> {
  const { mtime } = await stat(join(folder, sumsFileName))
  return { location, sha256: await sha256Of(join(folder, recordFileName)), placedAt: mtime }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk)
  }
  return hash.digest('hex')
}

/** A folder's entries survive a power cut only after the folder is flushed. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** An error of the file system as what is wrong with the record folder; any other as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof ContentError) {
    return error.cause
  }
  const problem = problemOf(error)
  return problem ? new RecordFolderError(problem, { cause: error }) : error
}

function unlessThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') {
    throw error
  }
}

function missingAsEmpty(error: unknown): string {
  if (errorCode(error) === 'ENOENT') {
    return ''
  }
  throw error
}

/** The first fault is the one to tell; what could not be removed is removed by the sweep. */
function ignoreSecondFault(): void {}
