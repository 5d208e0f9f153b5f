import { createReadStream } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { type Canaries, type Owner, wordLetters } from './canaries.ts'
import { formsOf } from './forms.ts'

/** Something found: whose it is (undefined: a word of this run that is cut or damaged), and in which form it lay there. */
export type Sighting = { owner: Owner | undefined; form: string; word: string }
export type Search = (bytes: Buffer) => Sighting[]

/** The longest form of a word; two pieces of a file overlap by so much. */
const overlapBytes = wordLetters * 6 + 8
const pieceBytes = 8 * 1024 * 1024

/** Finds every canary in some bytes, in every form. */
export function makeSearch(canaries: Canaries): Search {
  const forms = formsOf(canaries.prefix)
  return (bytes) => {
    const small = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1')
    const found: Sighting[] = []
    for (const form of forms) {
      const place = form.ignoresCase ? small : bytes
      for (let at = place.indexOf(form.pattern); at >= 0; at = place.indexOf(form.pattern, at + 1)) {
        const word = form.read(place, at) ?? ''
        const owner = canaries.known.get(word)
        found.push(owner === undefined ? recognise(canaries, form.name, word) : { owner, form: form.name, word })
      }
    }
    for (const [prefix, alike] of canaries.values) {
      const length = alike.keys().next().value?.length ?? 0
      for (let at = small.indexOf(prefix); at >= 0; at = small.indexOf(prefix, at + 1)) {
        const word = small.toString('latin1', at, at + length)
        const owner = alike.get(word)
        if (owner !== undefined) {
          found.push({ owner, form: 'as it is', word })
        }
      }
    }
    return found
  }
}

/** So many letters beyond those that all words share tell one from another. */
const tellingLetters = 4

/** A word that is cut, as by the end of a page of the write-ahead log: whose it is if its beginning says so. */
function recognise(canaries: Canaries, form: string, word: string): Sighting {
  const beginning = /^[a-z]*/.exec(word)?.[0] ?? ''
  for (let length = beginning.length; length >= canaries.prefix.length + tellingLetters; length--) {
    const start = beginning.slice(0, length)
    for (const [known, owner] of canaries.known) {
      if (known.startsWith(start)) {
        return { owner, form: `${form}, cut`, word: known }
      }
    }
  }
  return { owner: undefined, form, word }
}

export type FileSighting = Sighting & { path: string }
export type Searched = { files: number; bytes: number; found: FileSighting[] }

/** Searches all files of a folder, what is packed in them too; folders of these names are left out. */
export async function searchFolder(search: Search, folder: string, leaveOut: string[] = []): Promise<Searched> {
  const total: Searched = { files: 0, bytes: 0, found: [] }
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const part = leaveOut.includes(path)
      ? undefined
      : entry.isDirectory()
        ? await searchFolder(search, path, leaveOut)
        : entry.isFile()
          ? await searchFile(search, path)
          : undefined
    total.files += part?.files ?? 0
    total.bytes += part?.bytes ?? 0
    total.found.push(...(part?.found ?? []))
  }
  return total
}

const logPageBytes = 8_192

/**
 * Searches a write-ahead log as PostgreSQL reads it: its segments one after the other without the heading of each page (40
 * bytes for the first of a segment, 24 for the others), so that a word which goes on in the next page is whole.
 */
export async function searchLog(search: Search, folder: string): Promise<Searched> {
  const segments = (await readdir(folder)).filter((name) => /^[0-9A-F]{24}$/.test(name)).toSorted()
  const { bytes, found } = await searchStream(search, Readable.from(withoutHeadings(folder, segments)), folder)
  return { files: segments.length, bytes, found }
}

async function* withoutHeadings(folder: string, segments: string[]): AsyncIterable<Buffer> {
  for (const name of segments) {
    const segment = await readFile(join(folder, name))
    const pages = Array.from({ length: Math.ceil(segment.length / logPageBytes) }, (_, page) =>
      segment.subarray(page * logPageBytes + (page === 0 ? 40 : 24), (page + 1) * logPageBytes),
    )
    yield Buffer.concat(pages)
  }
}

export async function searchFile(search: Search, path: string): Promise<Searched> {
  const plain = await searchStream(search, createReadStream(path), path)
  const unpacking = await unpackingOf(path)
  const packed = unpacking && (await searchStream(search, createReadStream(path).pipe(unpacking), `${path} (unpacked)`))
  return {
    files: 1,
    bytes: plain.bytes + (packed?.bytes ?? 0),
    found: [...plain.found, ...(packed?.found ?? [])],
  }
}

async function searchStream(
  search: Search,
  stream: Readable,
  path: string,
): Promise<{ bytes: number; found: FileSighting[] }> {
  const found: FileSighting[] = []
  let pending: Buffer[] = []
  let size = 0
  let bytes = 0
  const look = (): void => {
    const piece = Buffer.concat(pending)
    found.push(...search(piece).map((sighting) => ({ ...sighting, path })))
    const rest = piece.subarray(Math.max(0, piece.length - overlapBytes))
    pending = [rest]
    size = rest.length
  }
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      pending.push(chunk)
      size += chunk.length
      bytes += chunk.length
      if (size >= pieceBytes) {
        look()
      }
    }
  } catch (error) {
    // A file that went away meanwhile, or bytes that only looked packed.
    if (!(error instanceof Error)) {
      throw error
    }
  }
  look()
  return { bytes, found }
}

async function unpackingOf(path: string) {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) {
    return undefined
  }
  const head = Buffer.alloc(4)
  await file.read(head, 0, 4, 0)
  await file.close()
  const magic = head.toString('hex')
  return magic.startsWith('1f8b') ? createGunzip() : magic === '28b52ffd' ? createZstdDecompress() : undefined
}
