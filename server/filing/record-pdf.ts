/**
 * The document that goes into the chart: a tagged PDF/A-3a of the record, in which the FHIR Bundle is embedded. The
 * same record gives the same bytes with the same versions of Node and the fonts: all times and ids in it are the record's.
 */
import { createHash } from 'node:crypto'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { takeTurns } from '../platform/take-turns.ts'
import { attachFile } from './attach-file.ts'
import { bundleFileName } from './attachment-path.ts'
import type { Block } from './block.ts'
import type { FiledConversation } from './filed-conversation.ts'
import { drawBlocks, styles } from './pdf-blocks.ts'
import { printableText } from './printable-text.ts'
import { patientLine, recordContent } from './record-content.ts'
import { recordFonts } from './record-fonts.ts'
import { recordWords, type RecordWords } from './record-words.ts'
import {
  beginPdf,
  contentArea,
  drawArtifact,
  drawLine,
  drawRule,
  lastPage,
  margins,
  onPage,
  type TaggedPdf,
} from './tagged-page.ts'

/** The PDF of a record, with `bundleJson` as its associated file; in the given language, or else the practice's. */
export async function renderRecordPdf(
  record: FiledConversation,
  bundleJson: Uint8Array,
  language: Language = record.practice.language,
): Promise<Buffer> {
  const words = recordWords(language, record.practice.timeZone)
  const { filing, conversation } = record
  const pdf = beginPdf({
    lang: languageTag(language),
    title: words.t('title'),
    subject: `urn:uuid:${conversation.id}`,
    at: filing.filedAt,
  })
  const fonts = recordFonts()
  pdf.doc.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold)

  const root = pdf.doc.struct('Document')
  pdf.doc.addStructure(root)
  const sha256 = createHash('sha256').update(bundleJson).digest('hex')
  const blocks = printable(recordContent(record, words, sha256), words)
  // A long record is drawn in many turns: others wait for none of it.
  const mayPause = takeTurns()
  await drawBlocks(pdf, root, blocks, mayPause)
  root.end()
  await mayPause()
  drawPageMarks(pdf, record, words)

  await mayPause()
  attachFile(pdf.doc, bundleJson, {
    name: bundleFileName,
    mediaType: 'application/fhir+json',
    description: words.t('about.bundleDescription'),
    at: filing.filedAt,
  })
  await mayPause()
  return bytesOf(pdf.doc)
}

/** The blocks as the typefaces can show them, with an explanation where a sign could not be shown. */
function printable(blocks: readonly Block[], { t }: RecordWords): Block[] {
  const shown = blocks.map((block) => mapText(block, shownText))
  return JSON.stringify(shown) === JSON.stringify(blocks)
    ? shown
    : [...shown, { kind: 'paragraph', text: t('about.codePoints') }]
}

function shownText(text: string): string {
  const { regular, bold } = recordFonts()
  return printableText(text, (each) => regular.hasGlyphForCodePoint(each) && bold.hasGlyphForCodePoint(each))
}

function mapText(block: Block, change: (text: string) => string): Block {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'quote':
      return { ...block, text: change(block.text) }
    case 'facts':
      return { ...block, rows: block.rows.map(([label, value]): [string, string] => [label, change(value)]) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(change)) }
    default:
      return block satisfies never
  }
}

/** Whose record it is and which page, on every page; where it comes from, at the foot. */
function drawPageMarks(pdf: TaggedPdf, record: FiledConversation, words: RecordWords): void {
  const { x, width } = contentArea(pdf)
  const pages = lastPage(pdf) + 1
  const patient = shownText(patientLine(record, words))
  const source = shownText(words.t('pageFooter', { practice: record.practice.name, id: record.conversation.id }))
  for (let page = 0; page < pages; page += 1) {
    onPage(pdf, page, () => {
      const top = margins.top - 32
      const foot = pdf.doc.page.height - margins.bottom + 18
      drawArtifact(pdf, 'Pagination', () => {
        const pageOf = words.t('pageOf', { page: String(page + 1), pages: String(pages) })
        drawLine(pdf, patient, styles.pageHead, { x, y: top })
        drawLine(pdf, pageOf, styles.page, { x: x + width, y: top, align: 'right' })
        drawLine(pdf, source, styles.page, { x, y: foot })
      })
      drawRule(pdf, { x, y: top + 14, width, height: 0.5 })
    })
  }
}

async function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  doc.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of doc) {
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks)
}
