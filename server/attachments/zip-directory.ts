import { inflateRawSync } from 'node:zlib'

export type ZipEntry = {
  name: string
  isEncrypted: boolean
  method: number
  packedBytes: number
  unpackedBytes: number
  offset: number
}

/** The entries of a ZIP archive by its central directory (PKWARE APPNOTE 4.3), or undefined where the archive is damaged, split, ZIP64 or followed by other bytes. */
export function readZipDirectory(archive: Buffer, { maxEntries }: { maxEntries: number }): ZipEntry[] | undefined {
  const end = archive.length - 22
  // No comment is allowed: it is where a second file hides, and Office writes none.
  if (end < 0 || archive.readUInt32LE(end) !== endSignature || archive.readUInt16LE(end + 20) !== 0) {
    return undefined
  }
  const count = archive.readUInt16LE(end + 10)
  const start = archive.readUInt32LE(end + 16)
  const isWholeArchive = archive.readUInt32LE(end + 4) === 0 && archive.readUInt16LE(end + 8) === count
  if (!isWholeArchive || count > maxEntries || start + archive.readUInt32LE(end + 12) !== end) {
    return undefined
  }
  const entries: ZipEntry[] = []
  let at = start
  while (at + 46 <= end && archive.readUInt32LE(at) === directorySignature && entries.length < count) {
    const nameLength = archive.readUInt16LE(at + 28)
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      isEncrypted: (archive.readUInt16LE(at + 8) & 0x2041) !== 0,
      method: archive.readUInt16LE(at + 10),
      packedBytes: archive.readUInt32LE(at + 20),
      unpackedBytes: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return at === end && entries.length === count && standApart(archive, entries, start) ? entries : undefined
}

/** The unpacked bytes of one entry, or undefined where it is damaged or unpacks to more than maxBytes. */
export function unpackZipEntry(
  archive: Buffer,
  entry: ZipEntry,
  { maxBytes }: { maxBytes: number },
): Buffer | undefined {
  const start = entry.offset + localHeaderBytes(archive, entry)
  const packed = archive.subarray(start, start + entry.packedBytes)
  if (entry.method === 0) {
    return packed.length <= maxBytes ? packed : undefined
  }
  try {
    return entry.method === 8 ? inflateRawSync(packed, { maxOutputLength: maxBytes }) : undefined
  } catch {
    return undefined
  }
}

const endSignature = 0x06054b50
const directorySignature = 0x02014b50
const localSignature = 0x04034b50

// Entries that share bytes are how 42 kB become terabytes.
function standApart(archive: Buffer, entries: ZipEntry[], directoryStart: number): boolean {
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (
      entry.offset < free ||
      entry.offset + 30 > directoryStart ||
      archive.readUInt32LE(entry.offset) !== localSignature
    ) {
      return false
    }
    free = entry.offset + localHeaderBytes(archive, entry) + entry.packedBytes
  }
  return free <= directoryStart
}

function localHeaderBytes(archive: Buffer, entry: ZipEntry): number {
  return 30 + archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28)
}
