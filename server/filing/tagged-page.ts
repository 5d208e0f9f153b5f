/**
 * A tagged PDF page by page: lines of text inside structure elements that may go on over pages, and marks that are
 * nobody's content (rules, page heads), which PDF calls artifacts. pdf-blocks.ts draws the blocks of a record with it.
 */
import PDFDocument from 'pdfkit'
import { breakLines } from './break-lines.ts'
import { directionOf, visualPieces, type Direction } from './visual-order.ts'

export type Style = { font: 'regular' | 'bold'; size: number; color: string; leading: number }
export type Element = PDFKit.PDFStructureElement
export type Area = { x: number; width: number }

export const margins = { top: 66, bottom: 60, left: 54, right: 54 }
export const ink = { text: '#1a1a1a', quiet: '#4a5560', accent: '#1f4e6b', rule: '#b8c2ca' }

export type TaggedPdf = {
  doc: PDFKit.PDFDocument
  /** Where the next line goes, from the top of the page in points. */
  y: number
}

/** The width between the margins, in points. */
export function contentArea({ doc }: TaggedPdf): Area {
  return { x: margins.left, width: doc.page.width - margins.left - margins.right }
}

/** Begins a new page unless `height` points are left on this one. Only between elements, or inside `draw` of one. */
export function ensureRoom(pdf: TaggedPdf, height: number): void {
  if (pdf.y + height > pdf.doc.page.height - margins.bottom) {
    pdf.doc.continueOnNewPage()
    pdf.y = margins.top
  }
}

/** Adds an element of this structure type whose content is what `draw` draws. */
export function addElement(
  pdf: TaggedPdf,
  parent: Element,
  element: { type: string; scope?: 'Row' | 'Column' },
  draw: () => void,
): void {
  const { type, scope } = element
  parent.add(pdf.doc.struct(type, scope ? { scope } : {}, draw))
}

/** Adds an element that holds elements; end it when they are in. */
export function addGroup(pdf: TaggedPdf, parent: Element, type: string): Element {
  const group = pdf.doc.struct(type)
  parent.add(group)
  return group
}

/** The text in lines of the area's width, in this style. */
export function linesOf(pdf: TaggedPdf, text: string, style: Style, width: number): string[] {
  pdf.doc.font(style.font).fontSize(style.size)
  return breakLines(text, width, (part) => pdf.doc.widthOfString(part))
}

/** Draws lines downwards from `pdf.y`, over as many pages as they need; those from right to left end at the right. */
export function drawLines(
  pdf: TaggedPdf,
  lines: readonly string[],
  style: Style,
  area: Area & { direction?: Direction },
): void {
  for (const line of lines) {
    ensureRoom(pdf, style.leading)
    const place = area.direction === 'rtl' ? { x: area.x + area.width, align: 'right' as const } : { x: area.x }
    drawLine(pdf, line, style, { ...place, y: pdf.y, direction: area.direction ?? directionOf(line) })
    pdf.y += style.leading
  }
}

/** Draws one line at a place; `align: 'right'` ends it there. */
export function drawLine(
  { doc }: TaggedPdf,
  line: string,
  style: Style,
  place: { x: number; y: number; align?: 'right'; direction?: Direction },
): void {
  doc.font(style.font).fontSize(style.size).fillColor(style.color)
  const pieces = visualPieces(line, place.direction ?? directionOf(line))
  const widths = pieces.map((piece) => doc.widthOfString(piece))
  let x = place.align === 'right' ? place.x - widths.reduce((sum, width) => sum + width, 0) : place.x
  for (const [index, piece] of pieces.entries()) {
    doc.text(piece, x, place.y, { lineBreak: false })
    x += widths[index] ?? 0
  }
}

/** Draws something that is not part of what the document says. */
export function drawArtifact({ doc }: TaggedPdf, type: 'Layout' | 'Pagination', draw: () => void): void {
  doc.markContent('Artifact', { type })
  draw()
  doc.endMarkedContent()
}

/** A filled box as an artifact: a rule across, or a bar beside a text. */
export function drawRule(
  pdf: TaggedPdf,
  box: { x: number; y: number; width: number; height: number; color?: string },
): void {
  drawArtifact(pdf, 'Layout', () => {
    pdf.doc.rect(box.x, box.y, box.width, box.height).fill(box.color ?? ink.rule)
  })
}

/** The number of the page that is being written, from 0. */
export function lastPage({ doc }: TaggedPdf): number {
  return doc.bufferedPageRange().count - 1
}

/** Draws on an earlier page, artifacts only, and comes back. */
export function onPage(pdf: TaggedPdf, page: number, draw: () => void): void {
  const last = lastPage(pdf)
  pdf.doc.switchToPage(page)
  draw()
  pdf.doc.switchToPage(last)
}

/** Begins a document of Letter pages, in a language, with the metadata of PDF/A-3a. */
export function beginPdf(about: { lang: string; title: string; subject: string; at: Date }): TaggedPdf {
  const doc = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: about.lang,
    displayTitle: true,
    bufferPages: true,
    info: {
      // pdfkit writes these into the XMP metadata as they are: no text of a person may stand here unescaped.
      Title: about.title,
      Subject: about.subject,
      Producer: 'Threadwell',
      Creator: 'Threadwell',
      CreationDate: about.at,
    },
  })
  return { doc, y: margins.top }
}
