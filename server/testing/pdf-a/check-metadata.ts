import type { Report } from './findings.ts'
import { dataOf, entriesOf, filtersOf, isA, nameOf, type PdfFile, resolve, textOf } from './pdf-values.ts'
import { readXml, type XmlElement } from './read-xml.ts'

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const dc = 'http://purl.org/dc/elements/1.1/'
const xmp = 'http://ns.adobe.com/xap/1.0/'
const adobePdf = 'http://ns.adobe.com/pdf/1.3/'
const pdfaid = 'http://www.aiim.org/pdfa/ns/id/'

/** Properties that XMP defines and we may use. Others would need a schema of their own in the file (6.6.2.3). */
const predefined = new Set([
  ...['title', 'creator', 'description', 'subject', 'language', 'format', 'date', 'identifier'].map(
    (name) => `{${dc}}${name}`,
  ),
  ...['CreateDate', 'ModifyDate', 'MetadataDate', 'CreatorTool'].map((name) => `{${xmp}}${name}`),
  ...['Producer', 'Keywords', 'PDFVersion'].map((name) => `{${adobePdf}}${name}`),
  ...['part', 'conformance', 'amd', 'corr', 'rev'].map((name) => `{${pdfaid}}${name}`),
])

/** 6.6: the metadata says in XMP what the file is, and the information dictionary does not say otherwise. */
export function checkMetadata(file: PdfFile, report: Report): void {
  const value = resolve(file, entriesOf(file, file.trailer.get('Root')).get('Metadata'))
  if (!isA(value, 'stream') || nameOf(file, value.entries.get('Subtype')) !== 'XML') {
    report('6.6.2.1', 'the catalog has no metadata')
    return
  }
  if (filtersOf(file, value).length > 0) {
    report('6.6.2.1', 'the metadata are packed')
  }
  const packet = (dataOf(file, value) ?? Buffer.alloc(0)).toString('utf8')
  const parts =
    /^<\?xpacket begin="\ufeff?" id="W5M0MpCehiHzreSzNTczkc9d"( [^?]*)?\?>([\s\S]*)<\?xpacket end="[rw]"\?>\s*$/.exec(
      packet,
    )
  if (parts === null || /\b(?:bytes|encoding)=/.test(parts[1] ?? '')) {
    report('6.6.2.1', 'the metadata are not one XMP packet')
    return
  }
  const tree = readXml((parts[2] ?? '').trim())
  const properties = tree === undefined ? undefined : propertiesOf(tree)
  if (properties === undefined) {
    report('6.6.2.1', 'the metadata are no XMP')
    return
  }
  for (const property of properties.keys()) {
    if (!predefined.has(property)) {
      report('6.6.2.3', `the property ${property} is described nowhere`)
    }
  }
  if (properties.get(`{${pdfaid}}part`) !== '3' || properties.get(`{${pdfaid}}conformance`) !== 'A') {
    report('6.6.4', 'the metadata do not say that it is PDF/A-3a')
  }
  checkInformation(file, properties, report)
}

/** The simple values, and the first of each list or choice. */
function propertiesOf(tree: XmlElement): Map<string, string> | undefined {
  const [root] = tree.name === '{adobe:ns:meta/}xmpmeta' ? tree.children : []
  if (root?.name !== `{${rdf}}RDF`) {
    return undefined
  }
  const properties = new Map<string, string>()
  for (const description of root.children) {
    if (description.name !== `{${rdf}}Description` || description.attributes.get(`{${rdf}}about`) !== '') {
      return undefined
    }
    for (const property of description.children) {
      const item = property.children[0]?.children[0]
      properties.set(property.name, item?.text ?? property.text.trim())
    }
  }
  return properties
}

const same: readonly (readonly [information: string, property: string])[] = [
  ['Title', `{${dc}}title`],
  ['Subject', `{${dc}}description`],
  ['Author', `{${dc}}creator`],
  ['Keywords', `{${adobePdf}}Keywords`],
  ['Creator', `{${xmp}}CreatorTool`],
  ['Producer', `{${adobePdf}}Producer`],
  ['CreationDate', `{${xmp}}CreateDate`],
  ['ModDate', `{${xmp}}ModifyDate`],
]

function checkInformation(file: PdfFile, properties: ReadonlyMap<string, string>, report: Report): void {
  const information = entriesOf(file, file.trailer.get('Info'))
  for (const [key, property] of same) {
    const text = textOf(file, information.get(key))
    const told = properties.get(property)
    if (text !== undefined && comparable(text) !== comparable(told ?? '')) {
      report('6.6.3', `${key} is “${text}” in one place and “${told ?? ''}” in the other`)
    }
  }
}

/** D:20261105130600Z and 2026-11-05T13:06:00Z are the same. */
function comparable(text: string): string {
  return /^D:\d{14}|^\d{4}-\d\d-\d\dT/.test(text) ? text.replace(/[^0-9]/g, '') : text
}
