/** How each kind of block looks and what it is for a screen reader: headings H1 to H3, paragraphs, tables with headers. */
import type { Block } from './block.ts'
import {
  addElement,
  addGroup,
  contentArea,
  drawArtifact,
  drawLine,
  drawLines,
  drawRule,
  ensureRoom,
  ink,
  lastPage,
  linesOf,
  margins,
  onPage,
  type Area,
  type Element,
  type Style,
  type TaggedPdf,
} from './tagged-page.ts'
import { directionOf } from './visual-order.ts'

export const styles = {
  h1: { font: 'bold', size: 18, color: ink.accent, leading: 24 },
  h2: { font: 'bold', size: 12.5, color: ink.accent, leading: 17 },
  h3: { font: 'bold', size: 10.5, color: ink.text, leading: 15 },
  text: { font: 'regular', size: 9.5, color: ink.text, leading: 13.5 },
  quote: { font: 'regular', size: 10.5, color: ink.text, leading: 15 },
  label: { font: 'regular', size: 9, color: ink.quiet, leading: 13 },
  cell: { font: 'regular', size: 9, color: ink.text, leading: 12.5 },
  columnTitle: { font: 'bold', size: 8.5, color: ink.quiet, leading: 12.5 },
  pageHead: { font: 'bold', size: 8, color: ink.text, leading: 10 },
  page: { font: 'regular', size: 8, color: ink.quiet, leading: 10 },
} as const satisfies Record<string, Style>

/** Draws blocks one after the other into the document element; `mayPause` is called between pieces of the work (see takeTurns). */
export async function drawBlocks(
  pdf: TaggedPdf,
  root: Element,
  blocks: readonly Block[],
  mayPause: () => Promise<void>,
): Promise<void> {
  for (const [index, block] of blocks.entries()) {
    await mayPause()
    switch (block.kind) {
      case 'heading':
        drawHeading(pdf, root, block, blocks[index + 1])
        break
      case 'paragraph':
        drawParagraph(pdf, root, block.text)
        break
      case 'quote':
        drawQuote(pdf, root, block.text)
        break
      case 'facts':
        drawFacts(pdf, root, block.rows)
        break
      case 'table':
        await drawTable(pdf, root, block, mayPause)
        break
      default:
        block satisfies never
    }
  }
}

/** A heading stays with the beginning of what it is about. */
function drawHeading(
  pdf: TaggedPdf,
  root: Element,
  { level, text }: Extract<Block, { kind: 'heading' }>,
  next: Block | undefined,
): void {
  const style = styles[`h${level}`]
  const area = contentArea(pdf)
  const lines = linesOf(pdf, text, style, area.width)
  const gap = { 1: 0, 2: 14, 3: 12 }[level]
  ensureRoom(pdf, gap + lines.length * style.leading + roomWithHeading(next))
  pdf.y += pdf.y > margins.top ? gap : 0
  addElement(pdf, root, { type: `H${level}` }, () => drawLines(pdf, lines, style, area))
  if (level === 2) {
    drawRule(pdf, { ...area, y: pdf.y, height: 0.75 })
    pdf.y += 5
  }
}

function roomWithHeading(next: Block | undefined): number {
  switch (next?.kind) {
    case 'facts':
      return Math.min(next.rows.length, 6) * (styles.label.leading + 1) + 2 * styles.quote.leading
    case 'heading':
      return 120
    case 'table':
      return 60
    default:
      return 2 * styles.text.leading
  }
}

function drawParagraph(pdf: TaggedPdf, root: Element, text: string): void {
  const area = contentArea(pdf)
  const lines = linesOf(pdf, text, styles.text, area.width)
  ensureRoom(pdf, Math.min(lines.length, 3) * styles.text.leading)
  addElement(pdf, root, { type: 'P' }, () => drawLines(pdf, lines, styles.text, area))
  pdf.y += 3
}

/** A message stands beside a bar, so that nobody takes the record's own words for it. Each typed line is a paragraph. */
function drawQuote(pdf: TaggedPdf, root: Element, text: string): void {
  const { x, width } = contentArea(pdf)
  const area = { x: x + quoteIndent, width: width - quoteIndent }
  const quote = addGroup(pdf, root, 'BlockQuote')
  const bars = new Map<number, { top: number; bottom: number }>()
  pdf.y += 4
  for (const typed of text.split('\n')) {
    const lines = linesOf(pdf, typed, styles.quote, area.width)
    const direction = directionOf(typed)
    const drawAll = () => {
      for (const line of lines) {
        drawLines(pdf, [line], styles.quote, { ...area, direction })
        const page = lastPage(pdf)
        bars.set(page, { top: bars.get(page)?.top ?? pdf.y - styles.quote.leading, bottom: pdf.y })
      }
    }
    // An empty line is space, not a paragraph that a screen reader would stop at.
    if (typed.trim() === '') {
      drawAll()
    } else {
      addElement(pdf, quote, { type: 'P' }, drawAll)
    }
  }
  quote.end()
  for (const [page, { top, bottom }] of bars) {
    onPage(pdf, page, () => drawRule(pdf, { x, y: top - 1, width: 2.5, height: bottom - top, color: ink.accent }))
  }
  pdf.y += 4
}

function drawFacts(pdf: TaggedPdf, root: Element, rows: readonly [string, string][]): void {
  const { x, width } = contentArea(pdf)
  const labels = { x, width: width * labelShare - cellGap }
  const values = { x: x + width * labelShare, width: width * (1 - labelShare) }
  const table = addGroup(pdf, root, 'Table')
  for (const [label, value] of rows) {
    const cells: Cell[] = [
      {
        type: 'TH',
        scope: 'Row',
        style: styles.label,
        area: labels,
        lines: linesOf(pdf, label, styles.label, labels.width),
      },
      { type: 'TD', style: styles.cell, area: values, lines: linesOf(pdf, value, styles.cell, values.width) },
    ]
    ensureRoom(pdf, heightOf(cells))
    drawRow(pdf, table, cells)
    pdf.y += 1
  }
  table.end()
}

async function drawTable(
  pdf: TaggedPdf,
  root: Element,
  { columns, rows }: Extract<Block, { kind: 'table' }>,
  mayPause: () => Promise<void>,
): Promise<void> {
  const areas = columnAreas(pdf, columns)
  const titles = areas.map(({ title, area }): Cell => {
    const lines = linesOf(pdf, title, styles.columnTitle, area.width)
    return { type: 'TH', scope: 'Column', style: styles.columnTitle, area, lines }
  })
  const table = addGroup(pdf, root, 'Table')
  drawRow(pdf, table, titles)
  for (const row of rows) {
    await mayPause()
    const cells = areas.map(({ area }, index): Cell => {
      const lines = linesOf(pdf, row[index] ?? '', styles.cell, area.width)
      return { type: 'TD', style: styles.cell, area, lines }
    })
    const page = lastPage(pdf)
    ensureRoom(pdf, heightOf(cells) + 2 * cellGap)
    if (lastPage(pdf) > page) {
      drawAgain(pdf, titles)
    }
    drawRule(pdf, { ...contentArea(pdf), y: pdf.y + 1, height: 0.5 })
    pdf.y += cellGap
    drawRow(pdf, table, cells)
    pdf.y += 1
  }
  table.end()
}

type Cell = { type: 'TH' | 'TD'; scope?: 'Row' | 'Column'; style: Style; area: Area; lines: string[] }

const labelShare = 0.24
const cellGap = 4
const quoteIndent = 12

function columnAreas(
  pdf: TaggedPdf,
  columns: readonly { title: string; share: number }[],
): { title: string; area: Area }[] {
  const whole = contentArea(pdf)
  let { x } = whole
  return columns.map(({ title, share }) => {
    const area = { x, width: whole.width * share - 2 * cellGap }
    x += whole.width * share
    return { title, area }
  })
}

function heightOf(cells: readonly Cell[]): number {
  return Math.max(...cells.map(({ lines, style }) => lines.length * style.leading))
}

/** Draws cells side by side on this page; the caller has made room. */
function drawRow(pdf: TaggedPdf, table: Element, cells: readonly Cell[]): void {
  const top = pdf.y
  const row = addGroup(pdf, table, 'TR')
  for (const cell of cells) {
    pdf.y = top
    addElement(pdf, row, cell, () => drawLines(pdf, cell.lines, cell.style, cell.area))
  }
  row.end()
  pdf.y = top + heightOf(cells)
}

/** Column titles on a following page are for the eye; the table has them already. */
function drawAgain(pdf: TaggedPdf, titles: readonly Cell[]): void {
  drawArtifact(pdf, 'Pagination', () => {
    for (const { lines, style, area } of titles) {
      for (const [index, line] of lines.entries()) {
        drawLine(pdf, line, style, { x: area.x, y: pdf.y + index * style.leading })
      }
    }
  })
  pdf.y += heightOf(titles)
}
