import { hash } from 'node:crypto'
import type { Report } from './findings.ts'
import {
  allValues,
  dataOf,
  entriesOf,
  isA,
  itemsOf,
  nameOf,
  numberOf,
  type PdfFile,
  type PdfValue,
  resolve,
  textOf,
} from './pdf-values.ts'

const relationships = ['Source', 'Data', 'Alternative', 'Supplement', 'Unspecified']

/** 6.8: a file inside the file says what it is, and what it is to the document. */
export function checkAttachments(file: PdfFile, report: Report): void {
  const catalog = entriesOf(file, file.trailer.get('Root'))
  const listed = filesIn(file, entriesOf(file, catalog.get('Names')).get('EmbeddedFiles'))
  const associated = new Set(
    [...allValues(file)]
      .filter((value) => isA(value, 'dictionary') || isA(value, 'stream'))
      .flatMap(({ entries }) => itemsOf(file, entries.get('AF')).map((item) => resolve(file, item))),
  )
  const specifications = [...allValues(file)].filter((value) => isA(value, 'dictionary') && value.entries.has('EF'))
  for (const specification of specifications) {
    if (!listed.has(specification) || !associated.has(specification)) {
      report('6.8', 'a file is not listed, or is associated with nothing')
    }
    checkFile(file, entriesOf(file, specification), report)
  }
}

function checkFile(file: PdfFile, entries: ReadonlyMap<string, PdfValue>, report: Report): void {
  const [name, unicodeName] = [textOf(file, entries.get('F')), textOf(file, entries.get('UF'))]
  if (nameOf(file, entries.get('Type')) !== 'Filespec' || name === undefined || unicodeName === undefined) {
    report('6.8', 'a file has no name, or not both names')
  }
  if (!relationships.includes(nameOf(file, entries.get('AFRelationship')) ?? '')) {
    report('6.8', 'a file does not say what it is to the document')
  }
  const stream = resolve(file, entriesOf(file, entries.get('EF')).get('F'))
  const bytes = dataOf(file, stream)
  if (!isA(stream, 'stream') || bytes === undefined || nameOf(file, stream.entries.get('Type')) !== 'EmbeddedFile') {
    report('6.8', 'a file has no bytes')
    return
  }
  if (!/^[a-z]+\/[a-z0-9.+-]+$/i.test(nameOf(file, stream.entries.get('Subtype')) ?? '')) {
    report('6.8', 'a file has no media type')
  }
  const about = entriesOf(file, stream.entries.get('Params'))
  const sum = resolve(file, about.get('CheckSum'))
  if (!/^D:\d{14}/.test(textOf(file, about.get('ModDate')) ?? '')) {
    report('6.8', 'a file does not say when it was last changed')
  }
  if (
    numberOf(file, about.get('Size')) !== bytes.length ||
    (isA(sum, 'string') && !sum.bytes.equals(hash('md5', bytes, 'buffer')))
  ) {
    report('6.8', 'a file is not what its size and sum say')
  }
}

/** A name tree (ISO 32000-1, 7.9.6). */
function filesIn(file: PdfFile, node: PdfValue | undefined): Set<PdfValue> {
  const entries = entriesOf(file, node)
  const names = itemsOf(file, entries.get('Names')).filter((_, index) => index % 2 === 1)
  return new Set([
    ...names.map((value) => resolve(file, value)),
    ...itemsOf(file, entries.get('Kids')).flatMap((kid) => [...filesIn(file, kid)]),
  ])
}
