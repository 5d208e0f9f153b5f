import { inflateSync } from 'node:zlib'

/** What a PDF is made of (ISO 32000-1, 7.3). */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfArray
  | PdfDictionary
  | PdfStream
export type PdfName = { kind: 'name'; name: string }
export type PdfString = { kind: 'string'; bytes: Buffer; isHex: boolean }
export type PdfReference = { kind: 'reference'; id: number }
export type PdfArray = { kind: 'array'; items: PdfValue[] }
export type PdfDictionary = { kind: 'dictionary'; entries: Map<string, PdfValue> }
export type PdfStream = { kind: 'stream'; entries: Map<string, PdfValue>; raw: Buffer }
export type PdfFile = { objects: Map<number, PdfValue>; trailer: Map<string, PdfValue> }

export const name = (text: string): PdfName => ({ kind: 'name', name: text })
export const string = (text: string): PdfString => ({
  kind: 'string',
  bytes: Buffer.from(text, 'latin1'),
  isHex: false,
})
export const array = (...items: PdfValue[]): PdfArray => ({ kind: 'array', items })
export const dictionary = (entries: Record<string, PdfValue>): PdfDictionary => ({
  kind: 'dictionary',
  entries: new Map(Object.entries(entries)),
})

/** The value itself, where a reference leads to it. */
export function resolve(file: PdfFile, value: PdfValue | undefined): PdfValue {
  for (let found = value ?? null, steps = 0; steps < 32; steps++) {
    if (found === null || typeof found !== 'object' || found.kind !== 'reference') {
      return found
    }
    found = file.objects.get(found.id) ?? null
  }
  return null
}

/** The entries of a dictionary or of a stream's; none for anything else. */
export function entriesOf(file: PdfFile, value: PdfValue | undefined): ReadonlyMap<string, PdfValue> {
  const found = resolve(file, value)
  return isA(found, 'dictionary') || isA(found, 'stream') ? found.entries : new Map()
}

export function itemsOf(file: PdfFile, value: PdfValue | undefined): readonly PdfValue[] {
  const found = resolve(file, value)
  return isA(found, 'array') ? found.items : []
}

export function nameOf(file: PdfFile, value: PdfValue | undefined): string | undefined {
  const found = resolve(file, value)
  return isA(found, 'name') ? found.name : undefined
}

export function numberOf(file: PdfFile, value: PdfValue | undefined): number | undefined {
  const found = resolve(file, value)
  return typeof found === 'number' ? found : undefined
}

/** A text string (ISO 32000-1, 7.9.2.2); what PDFDocEncoding and Latin-1 have in common is enough here. */
export function textOf(file: PdfFile, value: PdfValue | undefined): string | undefined {
  const found = resolve(file, value)
  if (!isA(found, 'string')) {
    return undefined
  }
  const { bytes } = found
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff
  return isUtf16 ? new TextDecoder('utf-16be').decode(bytes.subarray(2)) : bytes.toString('latin1')
}

/** The bytes of a stream as they were before its filter; undefined for no stream, one that is damaged, or a filter that is not known. */
export function dataOf(file: PdfFile, value: PdfValue | undefined): Buffer | undefined {
  const found = resolve(file, value)
  if (!isA(found, 'stream')) {
    return undefined
  }
  const filters = filtersOf(file, found)
  if (filters.length === 0) {
    return found.raw
  }
  if (filters.length > 1 || filters[0] !== 'FlateDecode') {
    return undefined
  }
  try {
    return inflateSync(found.raw)
  } catch {
    return undefined
  }
}

export function filtersOf(file: PdfFile, stream: PdfStream): (string | undefined)[] {
  const filter = resolve(file, stream.entries.get('Filter'))
  return isA(filter, 'array')
    ? filter.items.map((item) => nameOf(file, item))
    : filter === null
      ? []
      : [nameOf(file, filter)]
}

export function isA<K extends Exclude<PdfValue, null | boolean | number>['kind']>(
  value: PdfValue | undefined,
  kind: K,
): value is Extract<PdfValue, { kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}

/** Every value of the file, the parts of composed ones too. */
export function* allValues(file: PdfFile): Generator<PdfValue> {
  yield* within({ kind: 'dictionary', entries: file.trailer })
  for (const value of file.objects.values()) {
    yield* within(value)
  }
}

function* within(value: PdfValue): Generator<PdfValue> {
  yield value
  if (isA(value, 'array')) {
    for (const item of value.items) {
      yield* within(item)
    }
  } else if (isA(value, 'dictionary') || isA(value, 'stream')) {
    for (const item of value.entries.values()) {
      yield* within(item)
    }
  }
}
