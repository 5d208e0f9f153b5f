import { isA, type PdfFile, type PdfValue } from './pdf-values.ts'
import { type Keyword, PdfSyntaxError, readTokens } from './read-tokens.ts'

/**
 * Reads a PDF by its cross-reference table, strictly: what ISO 19005-3, 6.1 asks of the file as such (header, table, objects,
 * lengths, end) is refused here in the words of a PdfSyntaxError. Cross-reference streams, which our writer does not use, too.
 */
export function parsePdf(bytes: Buffer): PdfFile {
  const source = bytes.toString('latin1')
  if (!/^%PDF-1\.[0-7](?:\r\n|\r|\n)%[\x80-\xff]{4}/.test(source)) {
    throw new PdfSyntaxError('6.1.2: no header of PDF 1.0 to 1.7, with a comment of four high bytes')
  }
  const tail = /startxref(?:\r\n|\r|\n)(\d+)(?:\r\n|\r|\n)%%EOF(?:\r\n|\r|\n)?$/.exec(source.slice(-64))
  if (tail === null) {
    throw new PdfSyntaxError('6.1.3: the file does not end with its marker, and one line end at most')
  }
  const { offsets, trailerAt } = readTable(source, Number(tail[1]))
  const trailer = readTokens(source, trailerAt).next()
  if (typeof trailer !== 'object' || trailer === null || trailer.kind !== 'dictionary') {
    throw new PdfSyntaxError('6.1.3: no trailer')
  }
  const objects = new Map<number, PdfValue>()
  for (const [id, offset] of offsets) {
    objects.set(id, readObject(bytes, source, { id, offset }, objects, offsets))
  }
  return { objects, trailer: trailer.entries }
}

function readTable(source: string, at: number): { offsets: Map<number, number>; trailerAt: number } {
  const head = /^xref(?:\r\n|\r|\n)/.exec(source.slice(at, at + 6))
  if (head === null) {
    throw new PdfSyntaxError('6.1.4: no cross-reference table')
  }
  const offsets = new Map<number, number>()
  let next = at + head[0].length
  for (;;) {
    const section = /^(\d+) (\d+)(?:\r\n|\r|\n)/.exec(source.slice(next, next + 30))
    if (section === null) {
      break
    }
    next += section[0].length
    for (let i = 0; i < Number(section[2]); i++, next += 20) {
      const entry = /^(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)$/.exec(source.slice(next, next + 20))
      if (entry === null) {
        throw new PdfSyntaxError(`6.1.4: entry ${i} of the cross-reference table is malformed`)
      }
      if (entry[3] === 'n') {
        offsets.set(Number(section[1]) + i, Number(entry[1]))
      }
    }
  }
  const trailer = /^trailer[\r\n ]+/.exec(source.slice(next, next + 12))
  if (trailer === null) {
    throw new PdfSyntaxError('6.1.3: no trailer after the table')
  }
  return { offsets, trailerAt: next + trailer[0].length }
}

function readObject(
  bytes: Buffer,
  source: string,
  { id, offset }: { id: number; offset: number },
  known: ReadonlyMap<number, PdfValue>,
  offsets: ReadonlyMap<number, number>,
): PdfValue {
  const head = new RegExp(`^${id} 0 obj(?:\\r\\n|\\r|\\n)`).exec(source.slice(offset, offset + 24))
  if (head === null) {
    throw new PdfSyntaxError(`6.1.9: object ${id} does not begin where the table says`)
  }
  const tokens = readTokens(source, offset + head[0].length)
  const value = tokens.next()
  if (isKeyword(value) || value === undefined) {
    throw new PdfSyntaxError(`6.1.9: object ${id} is no value`)
  }
  const after = source.slice(tokens.position(), tokens.position() + 20)
  if (/^(?:\r\n|\r|\n)endobj[\r\n]/.test(after)) {
    return value
  }
  const begin = /^(?:\r\n|\r|\n)stream(?:\r\n|\n)/.exec(after)
  if (begin === null || !isA(value, 'dictionary')) {
    throw new PdfSyntaxError(`6.1.9: object ${id} does not end`)
  }
  const length = lengthOf(bytes, source, value.entries.get('Length'), known, offsets)
  const from = tokens.position() + begin[0].length
  if (!/^(?:\r\n|\r|\n)endstream(?:\r\n|\r|\n)endobj[\r\n]/.test(source.slice(from + length, from + length + 24))) {
    throw new PdfSyntaxError(`6.1.7.1: the stream of object ${id} is not as long as it says`)
  }
  return { kind: 'stream', entries: value.entries, raw: bytes.subarray(from, from + length) }
}

function lengthOf(
  bytes: Buffer,
  source: string,
  value: PdfValue | undefined,
  known: ReadonlyMap<number, PdfValue>,
  offsets: ReadonlyMap<number, number>,
): number {
  const found = isA(value, 'reference')
    ? (known.get(value.id) ??
      readObject(bytes, source, { id: value.id, offset: offsets.get(value.id) ?? 0 }, known, offsets))
    : value
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 0) {
    throw new PdfSyntaxError('6.1.7.1: a stream does not tell its length')
  }
  return found
}

function isKeyword(value: unknown): value is Keyword {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'keyword'
}
