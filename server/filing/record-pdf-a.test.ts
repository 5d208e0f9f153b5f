// What is promised here: whatever stands in a record, its PDF keeps the rules of PDF/A-3a that a program can check without
// drawing it; and each of those rules is really checked, for a PDF that breaks it is found.
import { expect, test } from 'vitest'
import { checkPdfA } from '../testing/pdf-a/check-pdf-a.ts'
import { contentOf, pagesOf } from '../testing/pdf-a/page-content.ts'
import { parsePdf } from '../testing/pdf-a/parse-pdf.ts'
import {
  allValues,
  array,
  dataOf,
  dictionary,
  entriesOf,
  isA,
  itemsOf,
  name,
  nameOf,
  type PdfFile,
  type PdfStream,
  type PdfValue,
  resolve,
  string,
} from '../testing/pdf-a/pdf-values.ts'
import { writePdf } from '../testing/pdf-a/write-pdf.ts'
import { exampleRecord } from './example-record.ts'
import type { FiledConversation } from './filed-conversation.ts'
import { renderRecordPdf } from './record-pdf.ts'

const bundle = Buffer.from('{"resourceType":"Bundle"}')
const long = `${'Tout va bien. '.repeat(900)}${'x'.repeat(4_000)}`
const acts = Array.from({ length: 60 }, () => exampleRecord().acts[0]).filter((act) => act !== undefined)

const records: [string, FiledConversation][] = [
  ['in English', exampleRecord()],
  ['in French', exampleRecord({ language: 'fr' })],
  ['of one message', exampleRecord({ messages: 1 })],
  ['of many pages', withText(long)],
  ['with a table of many pages', { ...exampleRecord({ messages: 1 }), acts }],
  ['in Arabic, from right to left', withText('عندي سعال (Advil 200 mg)')],
  ['in Cree syllabics and Greek', withText('ᓀᐦᐃᔭᐍᐏᐣ · Καλημέρα')],
  ['in a script that the typeface does not have', withText('我咳嗽。')],
  [
    'with everything hostile',
    withText('\u0000 <b>&amp;</b> (\\) \uD800 \u202E ]>> endstream endobj %%EOF \uE000 \uFEFF 🏳️‍🌈'),
  ],
]

test.each(records)('a record %s', async (_name, record) => {
  expect(checkPdfA(await renderRecordPdf(record, bundle))).toEqual([])
})

const sound = await renderRecordPdf(exampleRecord(), bundle)

test('a PDF that was read and written again is as sound as before', () => {
  expect(checkPdfA(writePdf(parsePdf(sound)))).toEqual([])
})

/** One thing is changed, and the clause that forbids it is told. */
type Breach = [says: string, clause: string, change: (file: PdfFile) => void]

const breaches: Breach[] = [
  ['it is encrypted', '6.1.3', ({ trailer }) => trailer.set('Encrypt', dictionary({ V: 2 }))],
  ['it has no identifier', '6.1.3', ({ trailer }) => trailer.delete('ID')],
  ['a stream lies outside', '6.1.7.1', (file) => stream(file, 'Metadata').entries.set('F', string('elsewhere'))],
  ['a stream is packed by LZW', '6.1.7.2', (file) => firstContent(file).entries.set('Filter', name('LZWDecode'))],
  ['a name is no UTF-8', '6.1.8', (file) => catalog(file).set('X\u00ff', name('a\u00ff'))],
  ['a number is out of range', '6.1.13', (file) => catalog(file).set('X', 2 ** 31)],
  ['a string is too long', '6.1.13', (file) => catalog(file).set('X', string('x'.repeat(32_768)))],
  ['a page is too small', '6.1.13', (file) => firstPage(file).set('MediaBox', array(0, 0, 2, 2))],
  ['q is left open', '6.2.2', (file) => edit(file, (text) => `q\n${text}`)],
  ['q is nested too deep', '6.1.13', (file) => edit(file, (text) => `${'q\n'.repeat(29)}${text}${'Q\n'.repeat(29)}`)],
  ['an operator is none of PDF', '6.2.2', (file) => edit(file, (text) => `${text}\nxyz\n`)],
  ['an image stands in the text', '6.2.2', (file) => edit(file, (text) => `${text}\nBI\n`)],
  ['there is no output intent', '6.2.3', (file) => catalog(file).delete('OutputIntents')],
  ['the profile is cut off', '6.2.3', (file) => changeProfile(file, (profile) => profile.subarray(0, 2_000))],
  ['the profile is of a scanner', '6.2.3', (file) => changeProfile(file, (profile) => put(profile, 12, 'scnr'))],
  ['the profile is of version 5', '6.2.3', (file) => changeProfile(file, (profile) => put(profile, 8, '\u0005'))],
  ['the profile has four channels', '6.2.3', (file) => outputProfile(file).entries.set('N', 4)],
  ['colours are of another device', '6.2.4.3', (file) => edit(file, (text) => `0 0 0 1 k\n${text}`)],
  [
    'the colour space is another',
    '6.2.4.3',
    (file) => edit(file, (text) => text.replaceAll('/DeviceRGB', '/DeviceCMYK')),
  ],
  ['a graphics state has a transfer function', '6.2.5', (file) => useState(file, { TR: name('Identity') })],
  ['a blend mode is unknown', '6.2.10', (file) => useState(file, { BM: name('Sparkle') })],
  ['a rendering intent is unknown', '6.2.6', (file) => edit(file, (text) => `/Sparkle ri\n${text}`)],
  ['an image is interpolated', '6.2.8', (file) => addObject(file, { Type: name('XObject'), Interpolate: true })],
  ['an object is PostScript', '6.2.9', (file) => addObject(file, { Type: name('XObject'), Subtype: name('PS') })],
  ['a font is not embedded', '6.2.11.4.1', (file) => descriptor(file).delete('FontFile2')],
  ['a font program is cut off', '6.2.11.4.1', (file) => replaceProgram(file, Buffer.from('none'))],
  ['an encoding is not by glyph', '6.2.11.3.3', (file) => font(file).set('Encoding', name('GB-EUC-H'))],
  ['glyphs are not mapped', '6.2.11.3.2', (file) => glyphFont(file).delete('CIDToGIDMap')],
  ['widths are wrong', '6.2.11.5', (file) => glyphFont(file).delete('W')],
  ['glyphs mean nothing', '6.2.11.7.2', (file) => font(file).delete('ToUnicode')],
  ['a glyph means NUL', '6.2.11.7.2', (file) => remap(file, '0000')],
  ['a glyph means something private', '6.2.11.7.3', (file) => remap(file, 'e000')],
  ['a missing glyph is shown', '6.2.11.8', (file) => edit(file, (text) => text.replace(/\[<([0-9a-f]{4})/, '[<0000'))],
  [
    'a font is not among the resources',
    '6.2.2',
    (file) => edit(file, (text) => text.replace(`/${firstFont(file)[0]} `, '/F99 ')),
  ],
  ['a page has an annotation', '6.3.1', (file) => firstPage(file).set('Annots', array())],
  ['there is a form', '6.4.1', (file) => catalog(file).set('AcroForm', dictionary({}))],
  ['it opens with a script', '6.5.1', (file) => catalog(file).set('OpenAction', dictionary({ S: name('JavaScript') }))],
  ['a page acts', '6.5.2', (file) => firstPage(file).set('AA', dictionary({}))],
  ['there are no metadata', '6.6.2.1', (file) => catalog(file).delete('Metadata')],
  ['metadata are packed', '6.6.2.1', (file) => stream(file, 'Metadata').entries.set('Filter', name('FlateDecode'))],
  ['metadata are not well-formed', '6.6.2.1', (file) => editMetadata(file, '</rdf:RDF>', '')],
  ['metadata name their encoding', '6.6.2.1', (file) => editMetadata(file, 'id="W5M', 'bytes="9" id="W5M')],
  ['a property is unknown', '6.6.2.3', (file) => editMetadata(file, 'xmp:CreatorTool', 'xmp:Sparkle', true)],
  ['metadata and information differ', '6.6.3', (file) => information(file).set('Title', string('Another title'))],
  ['it says that it is PDF/A-3b', '6.6.4', (file) => editMetadata(file, '>A</pdfaid', '>B</pdfaid')],
  ['it says that it is PDF/A-2a', '6.6.4', (file) => editMetadata(file, '>3</pdfaid', '>2</pdfaid')],
  [
    'it does not say that it is tagged',
    '6.7.2.2',
    (file) => catalog(file).set('MarkInfo', dictionary({ Marked: false })),
  ],
  ['something is drawn outside the structure', '6.7.2.1', (file) => edit(file, (text) => `${text}\n0 0 9 9 re f\n`)],
  ['marked content is left open', '6.7.2.1', (file) => edit(file, (text) => `${text}\n/Artifact BMC\n`)],
  ['two pieces have one number', '6.7.2.1', (file) => edit(file, (text) => text.replace('/MCID 1', '/MCID 0'))],
  ['there is no structure', '6.7.3.1', (file) => catalog(file).delete('StructTreeRoot')],
  ['a piece belongs to no element', '6.7.3.1', (file) => element(file, 'P').delete('K')],
  ['a cell stands outside a row', '6.7.3.1', (file) => element(file, 'TR').set('S', name('P'))],
  ['headings skip a level', '6.7.3.1', (file) => element(file, 'H2').set('S', name('H4'))],
  ['an element names another parent', '6.7.3.1', (file) => element(file, 'H1').set('P', { kind: 'reference', id: 1 })],
  ['a structure type is unknown', '6.7.3.4', (file) => element(file, 'H1').set('S', name('Sparkle'))],
  ['it names no language', '6.7.4', (file) => catalog(file).delete('Lang')],
  ['it names a language that is none', '6.7.4', (file) => catalog(file).set('Lang', string('English!'))],
  ['the file says nothing of its relation', '6.8', (file) => specification(file).delete('AFRelationship')],
  ['the file is associated with nothing', '6.8', (file) => catalog(file).delete('AF')],
  ['the file is not listed', '6.8', (file) => catalog(file).set('Names', dictionary({}))],
  ['the file has no media type', '6.8', (file) => embedded(file).entries.delete('Subtype')],
  ['the file has no date', '6.8', (file) => embedded(file).entries.set('Params', dictionary({ Size: bundle.length }))],
  ['the file has no second name', '6.8', (file) => specification(file).delete('UF')],
  ['the file is not whole', '6.8', (file) => replace(embedded(file), '{}')],
  ['there are layers', '6.9', (file) => catalog(file).set('OCProperties', dictionary({}))],
  ['there is a slide show', '6.10', (file) => firstPage(file).set('PresSteps', dictionary({}))],
  ['a reader must have something', '6.11', (file) => catalog(file).set('Requirements', array())],
]

test.each(breaches)('it is found when %s (%s)', (_says, clause, change) => {
  const file = parsePdf(sound)
  change(file)
  expect(checkPdfA(writePdf(file)).map((finding) => finding.clause)).toContain(clause)
})

const brokenBytes: [says: string, part: string, change: (text: string) => string][] = [
  ['the header is of PDF 2.0', '6.1.2', (text) => text.replace('%PDF-1.7', '%PDF-2.0')],
  ['no comment of high bytes follows', '6.1.2', (text) => text.replace(/^(%PDF-1\.7\n)%..../, '$1%abcd')],
  ['something follows the end', '6.1.3', (text) => `${text}more`],
  ['the table is malformed', '6.1.4', (text) => text.replace(/ 00000 n \n/, ' 00000 n\n ')],
  ['a hexadecimal string is odd', 'hexadecimal', (text) => text.replace(/\/ID \[<../, '/ID [ <.')],
  ['an object is elsewhere', '6.1.9', (text) => text.replace(/\n3 0 obj\n/, '\n 3 0 obj')],
  ['a stream is longer than it says', '6.1.7.1', (text) => text.replace(/\/Length 1(\d)/, '/Length 2$1')],
]

test.each(brokenBytes)('it is found when %s (%s)', (_says, part, change) => {
  const [finding, ...more] = checkPdfA(Buffer.from(change(sound.toString('latin1')), 'latin1'))
  expect(finding?.says).toContain(part)
  expect(more).toEqual([])
})

function withText(text: string): FiledConversation {
  const record = exampleRecord({ messages: 1 })
  return { ...record, messages: record.messages.map((message) => ({ ...message, text })) }
}

function mapOf(value: PdfValue | undefined): Map<string, PdfValue> {
  if (!isA(value, 'dictionary') && !isA(value, 'stream')) {
    throw new Error('not what the record has')
  }
  return value.entries
}

function streamOf(value: PdfValue | undefined): PdfStream {
  if (!isA(value, 'stream')) {
    throw new Error('not what the record has')
  }
  return value
}

const at = (file: PdfFile, value: PdfValue | undefined): Map<string, PdfValue> => mapOf(resolve(file, value))
const catalog = (file: PdfFile) => at(file, file.trailer.get('Root'))
const information = (file: PdfFile) => at(file, file.trailer.get('Info'))
const stream = (file: PdfFile, key: string) => streamOf(resolve(file, catalog(file).get(key)))
const firstPage = (file: PdfFile) => at(file, { kind: 'reference', id: pagesOf(file)[0]?.id ?? 0 })
const firstContent = (file: PdfFile) => streamOf(resolve(file, firstPage(file).get('Contents')))
const resources = (file: PdfFile) => at(file, firstPage(file).get('Resources'))
/** The first font of the first page: its name there, and what it is. */
const firstFont = (file: PdfFile) => [...at(file, resources(file).get('Font'))][0] ?? ['', null]
const font = (file: PdfFile) => at(file, firstFont(file)[1])
const glyphFont = (file: PdfFile) => at(file, itemsOf(file, font(file).get('DescendantFonts'))[0])
const descriptor = (file: PdfFile) => at(file, glyphFont(file).get('FontDescriptor'))
const specification = (file: PdfFile) => at(file, itemsOf(file, catalog(file).get('AF'))[0])
const embedded = (file: PdfFile) => streamOf(resolve(file, at(file, specification(file).get('EF')).get('F')))
const outputProfile = (file: PdfFile) =>
  streamOf(resolve(file, at(file, itemsOf(file, catalog(file).get('OutputIntents'))[0]).get('DestOutputProfile')))

/** The first element of the structure with this type. */
function element(file: PdfFile, type: string): Map<string, PdfValue> {
  const found = [...allValues(file)].find(
    (value) => nameOf(file, entriesOf(file, value).get('S')) === type && entriesOf(file, value).has('P'),
  )
  return at(file, found)
}

/** The drawing of the first page, changed. */
function edit(file: PdfFile, change: (text: string) => string): void {
  expect(contentOf(file, pagesOf(file)[0] ?? { number: 0, id: 0, entries: new Map() }).length).toBeGreaterThan(0)
  replace(firstContent(file), change((dataOf(file, firstContent(file)) ?? Buffer.alloc(0)).toString('latin1')))
}

function editMetadata(file: PdfFile, from: string, to: string, everywhere = false): void {
  const metadata = stream(file, 'Metadata')
  const text = metadata.raw.toString('utf8')
  metadata.raw = Buffer.from(everywhere ? text.replaceAll(from, to) : text.replace(from, to))
}

function replace(target: PdfStream, text: string): void {
  target.entries.delete('Filter')
  target.raw = Buffer.from(text, 'latin1')
}

function changeProfile(file: PdfFile, change: (profile: Buffer) => Buffer): void {
  const profile = outputProfile(file)
  const changed = change(Buffer.from(dataOf(file, profile) ?? Buffer.alloc(0)))
  profile.entries.delete('Filter')
  profile.raw = changed
}

function put(bytes: Buffer, offset: number, text: string): Buffer {
  bytes.write(text, offset, 'latin1')
  return bytes
}

function useState(file: PdfFile, entries: Record<string, PdfValue>): void {
  resources(file).set('ExtGState', dictionary({ G9: dictionary(entries) }))
  edit(file, (text) => `/G9 gs\n${text}`)
}

function addObject(file: PdfFile, entries: Record<string, PdfValue>): void {
  file.objects.set(Math.max(...file.objects.keys()) + 1, dictionary(entries))
}

function replaceProgram(file: PdfFile, bytes: Buffer): void {
  replace(streamOf(resolve(file, descriptor(file).get('FontFile2'))), bytes.toString('latin1'))
}

/** Gives every glyph of the first font this meaning. */
function remap(file: PdfFile, meaning: string): void {
  const cmap = streamOf(resolve(file, font(file).get('ToUnicode')))
  replace(cmap, `1 beginbfrange\n<0000> <ffff> [${`<${meaning}> `.repeat(65_536)}]\nendbfrange\n`)
}
