// A word in all the forms in which it may lie about: as it is in either case, percent-encoded, escaped as JSON or HTML, in
// hexadecimal, UTF-16, base64 and base64url (whose alphabets do not differ for these letters) at every alignment.
import { wordLetters } from './canaries.ts'

type Form = {
  name: string
  /** What to look for: the prefix in this form. */
  pattern: Buffer
  /** In bytes of which every letter has been made small. */
  ignoresCase: boolean
  /** The whole word, from where the pattern was found; undefined when it cannot be read. */
  read(bytes: Buffer, at: number): string | undefined
}

export function formsOf(prefix: string): Form[] {
  const each = (encode: (letter: string) => string) => [...prefix].map(encode).join('')
  const escaped = (name: string, encode: (letter: string) => string): Form => ({
    name,
    pattern: Buffer.from(each(encode)),
    ignoresCase: true,
    read: (bytes, at) => decodeEscapes(bytes.toString('latin1', at, at + encode('a').length * wordLetters), encode),
  })
  return [
    {
      name: 'as it is',
      pattern: Buffer.from(prefix),
      ignoresCase: true,
      read: (bytes, at) => bytes.toString('latin1', at, at + wordLetters),
    },
    {
      name: 'UTF-16',
      pattern: Buffer.from(prefix, 'utf16le').subarray(0, prefix.length * 2 - 1),
      ignoresCase: true,
      // Whichever end comes first: every second byte is a letter.
      read: (bytes, at) => everySecond(bytes.subarray(at, at + wordLetters * 2)),
    },
    escaped('hexadecimal', (letter) => hex(letter)),
    escaped('percent-encoded', (letter) => `%${hex(letter)}`),
    escaped('escaped as JSON', (letter) => `\\u00${hex(letter)}`),
    escaped('escaped as HTML', (letter) => `&#x${hex(letter)};`),
    ...[0, 1, 2].map((alignment) => base64Form(prefix, alignment)),
  ]
}

function everySecond(bytes: Buffer): string {
  return Buffer.from(bytes.filter((_byte, index) => index % 2 === 0)).toString('latin1')
}

function hex(letter: string): string {
  return letter.charCodeAt(0).toString(16)
}

/** Every escape is as long as that of any other small letter: the two hexadecimal digits stand at a fixed place. */
function decodeEscapes(text: string, encode: (letter: string) => string): string {
  const size = encode('a').length
  const start = encode('a').indexOf('61')
  const codes = Array.from({ length: Math.floor(text.length / size) }, (_, index) =>
    Number.parseInt(text.slice(index * size + start, index * size + start + 2), 16),
  )
  return String.fromCharCode(...codes)
}

/** Base64 writes three bytes in four characters: which characters depend on where in a group the word begins. */
function base64Form(prefix: string, alignment: number): Form {
  const whole = Buffer.concat([Buffer.alloc(alignment), Buffer.from(prefix)]).toString('base64')
  const first = Math.ceil((8 * alignment) / 6)
  const last = Math.floor((8 * (alignment + prefix.length)) / 6)
  return {
    name: 'base64',
    pattern: Buffer.from(whole.slice(first, last)),
    ignoresCase: false,
    read(bytes, at) {
      const start = at - first
      const text = bytes.toString('latin1', Math.max(0, start), start + 4 * Math.ceil((alignment + wordLetters) / 3))
      return start < 0 ? undefined : Buffer.from(text, 'base64').toString('latin1', alignment, alignment + wordLetters)
    },
  }
}
