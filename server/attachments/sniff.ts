import { fileTypeFromBuffer } from 'file-type'
import { cleanFileName, extensionOf } from './file-name.ts'
import { extensionAgrees, mediaTypes, type MediaKind, type MediaRefusal, type MediaType } from './media-types.ts'
import { isMarkup, isPlainText } from './plain-text.ts'

// The media part of this module decides whether a file may come in, in three steps:
// sniffMedia looks at its first bytes while it is received; inspectFile looks at the whole of it once it has arrived;
// pictures are then decoded and written anew by another process (media-worker.ts), and everything passes clamd.

export type SniffedMedia = { mediaType: MediaType; kind: MediaKind } | { refused: MediaRefusal }

/** What a file is by its first bytes (limits.sniffBytes, or all of a shorter file), or why it may not come in. */
export async function sniffMedia(head: Buffer, fileName: string): Promise<SniffedMedia> {
  if (head.length === 0) {
    return { refused: 'empty' }
  }
  const content = await typeOfContent(head)
  if (typeof content !== 'string') {
    return content
  }
  const extension = extensionOf(cleanFileName(fileName)).slice(1).toLowerCase()
  if (extension !== '' && !extensionAgrees(extension, content)) {
    return { refused: 'extension-mismatch' }
  }
  // Recorders write sound alone into a file whose brand says no more than "MP4".
  const mediaType = content === 'video/mp4' && extension === 'm4a' ? 'audio/mp4' : content
  return { mediaType, kind: mediaTypes[mediaType].kind }
}

async function typeOfContent(head: Buffer): Promise<MediaType | { refused: MediaRefusal }> {
  // Only at the very start: readers search further, and that is how a PDF is hidden in another file.
  if (startsWith(head, '%PDF-')) {
    return 'application/pdf'
  }
  if (startsWith(head, 'PK\x03\x04')) {
    return isOfficeEntry(head) ? docx : { refused: 'not-allowed' }
  }
  if (isPlainText(head, { isWhole: false })) {
    return isMarkup(head) ? { refused: 'markup' } : 'text/plain'
  }
  const found = await fileTypeFromBuffer(head)
  return typesByMagic[found?.mime ?? ''] ?? { refused: 'not-allowed' }
}

function startsWith(head: Buffer, magic: string): boolean {
  return head.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1'))
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

// ECMA-376 part 2: which part comes first is free; inspectFile reads the archive's whole directory later.
function isOfficeEntry(head: Buffer): boolean {
  if (head.length < 30) {
    return false
  }
  const name = head.toString('latin1', 30, 30 + head.readUInt16LE(26))
  return name === '[Content_Types].xml' || /^(?:_rels|docProps|customXml|word)\//.test(name)
}

// What file-type calls them, and what we do. Not here is not allowed: GIF, TIFF, AVIF, 3GP, AVI, OGG film, archives, programs.
const typesByMagic: Record<string, MediaType> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
  'image/heic': 'image/heic',
  'image/heif': 'image/heic',
  'audio/mpeg': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/wav': 'audio/wav',
  'audio/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/quicktime': 'video/quicktime',
  'video/webm': 'video/webm',
}
