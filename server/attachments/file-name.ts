import { limits } from '../../shared/limits.ts'
import { mediaTypes, type MediaType } from './media-types.ts'

/** A client's file name made safe to show and to write: no path, control or bidi characters, within limits, never empty. */
export function cleanFileName(clientName: string): string {
  const lastSegment = clientName.slice(-longestRead).split(/[/\\]/).at(-1) ?? ''
  const printable = lastSegment
    .toWellFormed()
    .replace(/(?![\t-\r])[\p{Cc}\p{Cf}\p{Co}\uFFFD]/gu, '')
    .replace(/[\t-\r\p{Z}]+/gu, ' ')
    .normalize('NFC')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/[. ]+$/, '')
  const extension = extensionOf(printable)
  const base = printable.slice(0, printable.length - extension.length).replace(/^[. ]+|[. ]+$/g, '')
  return shorten(allowedBase(base), extension)
}

// In UTF-16 units: what lies further from the ending than this is not a name any more.
const longestRead = 1_000

/** The file name with the ending its content goes by: IMG_1.HEIC stored as a JPEG becomes IMG_1.jpg. */
export function fileNameFor(clientName: string, mediaType: MediaType): string {
  const name = cleanFileName(clientName)
  const extension = extensionOf(name)
  const known: readonly string[] = mediaTypes[mediaType].extensions
  if (known.includes(extension.slice(1).toLowerCase())) {
    return name
  }
  return shorten(name.slice(0, name.length - extension.length), `.${mediaTypes[mediaType].extensions[0]}`)
}

/** The ending with its dot, as written, or ''; "Rapport.2024" has none, since digits alone name no kind of file. */
export function extensionOf(fileName: string): string {
  return /\.(?=\d*[a-z])[a-z0-9]{1,10}$/i.exec(fileName)?.[0] ?? ''
}

// Windows gives these names to devices, with any ending.
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:$|[. ])/i

function allowedBase(base: string): string {
  // The same word in English and in French.
  if (base === '') {
    return 'document'
  }
  return deviceName.test(base) ? `_${base}` : base
}

function shorten(base: string, extension: string): string {
  let kept = ''
  let characters = extension.length
  for (const character of base) {
    characters += 1
    if (
      characters > limits.fileNameCharacters ||
      Buffer.byteLength(kept + character + extension) > limits.fileNameBytes
    ) {
      break
    }
    kept += character
  }
  return kept.replace(/[. ]+$/, '') + extension
}
