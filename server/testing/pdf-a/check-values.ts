import type { Report } from './findings.ts'
import { allValues, entriesOf, filtersOf, isA, nameOf, type PdfFile, type PdfValue } from './pdf-values.ts'

/** 6.1: what holds for every object of the file, wherever it stands. */
export function checkValues(file: PdfFile, report: Report): void {
  checkTrailer(file, report)
  for (const value of allValues(file)) {
    checkLimits(value, report)
    if (isA(value, 'stream')) {
      checkStream(file, value, report)
    }
    if (isA(value, 'dictionary') || isA(value, 'stream')) {
      checkForbidden(file, value.entries, report)
    }
  }
}

function checkTrailer({ trailer, objects }: PdfFile, report: Report): void {
  if (trailer.has('Encrypt')) {
    report('6.1.3', 'the file is encrypted')
  }
  const id = trailer.get('ID')
  const isTwo =
    isA(id, 'array') && id.items.length === 2 && id.items.every((item) => isA(item, 'string') && item.bytes.length > 0)
  if (!isTwo) {
    report('6.1.3', 'the trailer has no file identifier of two strings')
  }
  if (objects.size > 8_388_607) {
    report('6.1.13', 'there are too many objects')
  }
}

function checkLimits(value: PdfValue, report: Report): void {
  if (typeof value === 'number') {
    if (Number.isInteger(value) ? Math.abs(value) > 2 ** 31 - 1 : Math.abs(value) > 3.403e38) {
      report('6.1.13', `the number ${value} is out of range`)
    }
  } else if (isA(value, 'string') && value.bytes.length > 32_767) {
    report('6.1.13', 'a string is too long')
  } else if (isA(value, 'name') && Buffer.byteLength(value.name, 'latin1') > 127) {
    report('6.1.13', 'a name is too long')
  } else if (isA(value, 'name') && !isUtf8(value.name)) {
    report('6.1.8', 'a name is no UTF-8')
  }
}

function isUtf8(name: string): boolean {
  return !Buffer.from(name, 'latin1').toString('utf8').includes('\ufffd')
}

const filters = [
  'FlateDecode',
  'ASCIIHexDecode',
  'ASCII85Decode',
  'RunLengthDecode',
  'CCITTFaxDecode',
  'JBIG2Decode',
  'DCTDecode',
  'JPXDecode',
]

function checkStream(file: PdfFile, stream: Extract<PdfValue, { kind: 'stream' }>, report: Report): void {
  for (const key of ['F', 'FFilter', 'FDecodeParms']) {
    if (stream.entries.has(key)) {
      report('6.1.7.1', `a stream lies outside the file (${key})`)
    }
  }
  for (const filter of filtersOf(file, stream)) {
    if (filter === undefined || !filters.includes(filter)) {
      report('6.1.7.2', `the filter ${filter} is not allowed`)
    }
  }
}

const actions = [
  'Launch',
  'Sound',
  'Movie',
  'ResetForm',
  'ImportData',
  'Hide',
  'SetOCGState',
  'Rendition',
  'Trans',
  'GoTo3DView',
  'JavaScript',
]

function checkForbidden(file: PdfFile, entries: ReadonlyMap<string, PdfValue>, report: Report): void {
  const subtype = nameOf(file, entries.get('S'))
  if (subtype !== undefined && actions.includes(subtype)) {
    report('6.5.1', `an action ${subtype}`)
  }
  if (entries.has('JS') || entries.has('JavaScript')) {
    report('6.5.1', 'a script')
  }
  if (nameOf(file, entries.get('Type')) === 'XObject' || entries.has('BBox')) {
    checkXObject(file, entries, report)
  }
}

function checkXObject(file: PdfFile, entries: ReadonlyMap<string, PdfValue>, report: Report): void {
  if (
    nameOf(file, entries.get('Subtype')) === 'PS' ||
    nameOf(file, entries.get('Subtype2')) === 'PS' ||
    entries.has('PS')
  ) {
    report('6.2.9', 'a PostScript object')
  }
  for (const key of ['OPI', 'Ref', 'Alternates']) {
    if (entries.has(key)) {
      report('6.2.8', `an image or form with ${key}`)
    }
  }
  if (entries.get('Interpolate') === true) {
    report('6.2.8', 'an image that is interpolated')
  }
}

/** 6.3, 6.4, 6.9 to 6.11: what the catalog and the pages must not have. */
export function checkAbsent(
  file: PdfFile,
  pages: readonly { entries: ReadonlyMap<string, PdfValue> }[],
  report: Report,
): void {
  const catalog = entriesOf(file, file.trailer.get('Root'))
  const absent: [key: string, clause: string][] = [
    ['AA', '6.5.2'],
    ['OpenAction', '6.5.1'],
    ['AcroForm', '6.4.1'],
    ['NeedsRendering', '6.4.2'],
    ['OCProperties', '6.9'],
    ['Requirements', '6.11'],
    ['Perms', '6.1.12'],
  ]
  for (const [key, clause] of absent) {
    if (catalog.has(key)) {
      report(clause, `the catalog has ${key}, which a record does not need`)
    }
  }
  if (entriesOf(file, catalog.get('Names')).has('AlternatePresentations')) {
    report('6.10', 'there are alternate presentations')
  }
  for (const { entries } of pages) {
    for (const [key, clause] of [
      ['AA', '6.5.2'],
      ['PresSteps', '6.10'],
      ['Annots', '6.3.1'],
    ] as const) {
      if (entries.has(key)) {
        report(clause, `a page has ${key}, which a record does not need`)
      }
    }
  }
}
