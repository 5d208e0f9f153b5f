import { inspectDocx } from './inspect-docx.ts'
import { readIsoBoxes } from './iso-boxes.ts'
import type { MediaRefusal, MediaType } from './media-types.ts'
import { isMarkup, isPlainText } from './plain-text.ts'

/** Why a whole received file of a sniffed type may not come in, or undefined; a picture is judged by decoding it (media-worker.ts). */
export function inspectFile(bytes: Buffer, mediaType: MediaType): MediaRefusal | undefined {
  switch (mediaType) {
    case 'application/pdf':
      return inspectPdf(bytes)
    case 'text/plain':
      return inspectText(bytes)
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
      return inspectDocx(bytes)
    case 'audio/mp4':
    case 'video/mp4':
    case 'video/quicktime':
      // Without the movie's table nothing plays it.
      return readIsoBoxes(bytes)?.some((box) => box.type === 'moov') ? undefined : 'damaged'
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
    case 'image/heic':
    case 'audio/mpeg':
    case 'audio/wav':
    case 'audio/ogg':
    case 'video/webm':
      return undefined
    default:
      return mediaType satisfies never
  }
}

// Scripts in a PDF are not refused: ordinary forms have them, they hide in packed parts, and no viewer of ours runs them.
function inspectPdf(bytes: Buffer): MediaRefusal | undefined {
  const tail = bytes.subarray(-2048).toString('latin1')
  if (!tail.includes('startxref') || !tail.includes('%%EOF')) {
    return 'damaged'
  }
  if (endsAsArchive(bytes)) {
    return 'not-allowed'
  }
  return hasEncryptEntry(bytes) ? 'encrypted' : undefined
}

// An archive's directory at the end makes the same bytes a PDF and a ZIP.
function endsAsArchive(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  return end >= 0 && end + 22 <= bytes.length && end + 22 + bytes.readUInt16LE(end + 20) === bytes.length
}

// ISO 32000-1 7.6.1: the trailer (or cross-reference stream) names the encryption dictionary; neither is itself packed.
function hasEncryptEntry(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('/Encrypt'); at >= 0; at = bytes.indexOf('/Encrypt', at + 8)) {
    if (/^\s*(?:\d+\s+\d+\s+R|<<)/.test(bytes.toString('latin1', at + 8, at + 40))) {
      return true
    }
  }
  return false
}

function inspectText(bytes: Buffer): MediaRefusal | undefined {
  if (!isPlainText(bytes, { isWhole: true })) {
    return 'not-allowed'
  }
  return isMarkup(bytes) ? 'markup' : undefined
}
