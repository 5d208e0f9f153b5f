import { limits } from '../../shared/limits.ts'
import type { MediaRefusal } from './media-types.ts'
import { readZipDirectory, unpackZipEntry, type ZipEntry } from './zip-directory.ts'

/** Why a whole DOCX may not come in (ECMA-376: an archive of parts), or undefined: no macros, no controls, nothing fetched from elsewhere on opening. */
export function inspectDocx(archive: Buffer): MediaRefusal | undefined {
  const entries = readZipDirectory(archive, { maxEntries: limits.docxParts })
  if (!entries) {
    return 'damaged'
  }
  if (entries.some((entry) => entry.isEncrypted)) {
    return 'encrypted'
  }
  if (entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0) > limits.docxUnpackedBytes) {
    return 'unpacks-too-large'
  }
  if (entries.some((entry) => !isSafePath(entry.name))) {
    return 'damaged'
  }
  if (entries.some((entry) => runsOnOpening.test(entry.name))) {
    return 'active-content'
  }
  return inspectTypes(archive, entries) ?? inspectRelationships(archive, entries)
}

function isSafePath(name: string): boolean {
  return !/^\/|\\|:|\p{Cc}/u.test(name) && !name.split('/').includes('..')
}

// Macros, ActiveX controls, and OLE objects in their binary form; an embedded workbook (.xlsx) behind a chart may stay.
const runsOnOpening =
  /vbaProject|vbaData|\/activeX\/|\/embeddings\/.*\.(?!xlsx$)[^.]*$|\.(?:exe|dll|js|vbs|html?|mht)$/i

function inspectTypes(archive: Buffer, entries: ZipEntry[]): MediaRefusal | undefined {
  const part = entries.find((entry) => entry.name === '[Content_Types].xml')
  const types = part && unpackZipEntry(archive, part, { maxBytes: limits.docxPartBytes })?.toString('utf8')
  if (!types || !entries.some((entry) => entry.name.startsWith('word/'))) {
    return 'damaged'
  }
  if (/macroEnabled|vbaProject|activeX/i.test(types)) {
    return 'active-content'
  }
  return types.includes('wordprocessingml.document.main+xml') ? undefined : 'not-allowed'
}

// A template, frame, object or picture on another machine is fetched when the document is opened; a link waits for a click.
function inspectRelationships(archive: Buffer, entries: ZipEntry[]): MediaRefusal | undefined {
  for (const entry of entries.filter(({ name }) => name.endsWith('.rels'))) {
    const part = unpackZipEntry(archive, entry, { maxBytes: limits.docxPartBytes })?.toString('utf8')
    if (part === undefined) {
      return 'damaged'
    }
    // A tag ends before the next one begins: a part full of tags that never end is looked through once, not once for each.
    const outside = (part.match(/<(?:\w{1,99}:)?Relationship\s[^<>]*>/g) ?? []).filter((tag) =>
      /TargetMode\s*=\s*["']External/.test(tag),
    )
    if (outside.some((tag) => !/Type\s*=\s*["'][^"']*\/hyperlink["']/.test(tag))) {
      return 'active-content'
    }
  }
  return undefined
}
