import type { Report } from './findings.ts'
import { contentOf, type Operation, type Page } from './page-content.ts'
import {
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

/** ISO 32000-1, 14.8.4: the types that readers know. */
const standardTypes = new Set(
  `Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD
   THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form`.split(
    /\s+/,
  ),
)
/** What may stand in what, for the types that have no meaning elsewhere. */
const parents: Readonly<Record<string, readonly string[]>> = {
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  LI: ['L'],
  Lbl: ['LI'],
  LBody: ['LI'],
}

/** 6.7: what the file says is in a tree of elements, all of it, in the language that it names. */
export function checkStructure(file: PdfFile, pages: readonly Page[], report: Report): void {
  const catalog = entriesOf(file, file.trailer.get('Root'))
  if (entriesOf(file, catalog.get('MarkInfo')).get('Marked') !== true) {
    report('6.7.2.2', 'the file does not say that it is tagged')
  }
  const language = textOf(file, catalog.get('Lang'))
  if (language === undefined || !/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(language)) {
    report('6.7.4', 'the file does not name its language')
  }
  const root = entriesOf(file, catalog.get('StructTreeRoot'))
  const claimed = new Map<string, number>()
  const kids = kidsOf(file, root.get('K'))
  if (kids.length === 0) {
    report('6.7.3.1', 'there is no structure tree')
  }
  const state: Walk = { file, claimed, headings: [], report }
  kids.forEach((kid) => walk(state, kid, catalog.get('StructTreeRoot'), undefined))
  checkHeadings(state.headings, report)
  const numbers = numbersOf(file, root.get('ParentTree'))
  for (const page of pages) {
    checkPage(file, page, { numbers, claimed }, report)
  }
}

type Walk = { file: PdfFile; claimed: Map<string, number>; headings: number[]; report: Report }

/** One element: of a known type, in a place where it belongs, a child of the one that it names. */
function walk(state: Walk, kid: PdfValue, parent: PdfValue | undefined, parentType: string | undefined): void {
  const { file, report } = state
  const entries = entriesOf(file, kid)
  const type = nameOf(file, entries.get('S')) ?? ''
  if (!standardTypes.has(type)) {
    report('6.7.3.4', `the structure type ${type} is not a standard one`)
  }
  if (parents[type] !== undefined && !parents[type].includes(parentType ?? '')) {
    report('6.7.3.1', `a ${type} stands in a ${parentType}`)
  }
  const up = entries.get('P')
  if (!isA(up, 'reference') || !isA(parent, 'reference') || up.id !== parent.id) {
    report('6.7.3.1', `a ${type} does not name the element it is in`)
  }
  const level = /^H([1-6])$/.exec(type)?.[1]
  if (level !== undefined) {
    state.headings.push(Number(level))
  }
  const page = entries.get('Pg')
  for (const item of kidsOf(file, entries.get('K'))) {
    const inner = entriesOf(file, item)
    if (typeof item === 'number') {
      claim(state, kid, page, item)
    } else if (nameOf(file, inner.get('Type')) === 'MCR') {
      claim(state, kid, inner.get('Pg') ?? page, numberOf(file, inner.get('MCID')))
    } else {
      walk(state, item, kid, type)
    }
  }
}

function claim({ claimed, report }: Walk, element: PdfValue, page: PdfValue | undefined, id: number | undefined): void {
  const key = `${isA(page, 'reference') ? page.id : '?'}/${id}`
  if (claimed.has(key)) {
    report('6.7.3.1', 'a piece of a page belongs to two elements')
  }
  claimed.set(key, isA(element, 'reference') ? element.id : 0)
}

function checkHeadings(levels: readonly number[], report: Report): void {
  let before = 0
  for (const level of levels) {
    if (level > before + 1) {
      report('6.7.3.1', `a heading of level ${level} comes after one of level ${before}`)
    }
    before = level
  }
}

type Claims = { numbers: ReadonlyMap<number, PdfValue>; claimed: ReadonlyMap<string, number> }

/** Everything that a page draws is an artifact, or belongs to the one element that claims it. */
function checkPage(file: PdfFile, page: Page, { numbers, claimed }: Claims, report: Report): void {
  const on = `on page ${page.number}`
  const key = numberOf(file, page.entries.get('StructParents'))
  const elements = itemsOf(file, key === undefined ? undefined : numbers.get(key))
  const marked = markedContent(file, contentOf(file, page), on, report)
  for (const id of marked) {
    const element = elements[id]
    if (!isA(element, 'reference') || claimed.get(`${page.id}/${id}`) !== element.id) {
      report('6.7.3.1', `piece ${id} ${on} belongs to no element, or to another than it says`)
    }
  }
  const there = new Set(marked)
  for (const place of claimed.keys()) {
    const [pageId, id] = place.split('/').map(Number)
    if (pageId === page.id && !there.has(id ?? -1)) {
      report('6.7.3.1', `an element claims piece ${id} ${on}, which is not there`)
    }
  }
}

const painting = new Set(`b B b* B* f F f* s S sh Do Tj TJ ' " EI`.split(' '))

/** The ids of marked pieces; what is painted outside of them and is no artifact is reported. */
function markedContent(file: PdfFile, operations: readonly Operation[], on: string, report: Report): number[] {
  const open: ('artifact' | 'piece' | 'other')[] = []
  const ids: number[] = []
  let untagged = 0
  for (const { operator, operands } of operations) {
    if (operator === 'BMC' || operator === 'BDC') {
      const id = numberOf(file, entriesOf(file, operands[1]).get('MCID'))
      open.push(nameOf(file, operands[0]) === 'Artifact' ? 'artifact' : id === undefined ? 'other' : 'piece')
      ids.push(...(id === undefined ? [] : [id]))
    } else if (operator === 'EMC') {
      if (open.pop() === undefined) {
        report('6.7.2.1', `EMC without a beginning ${on}`)
      }
    } else if (painting.has(operator) && !open.includes('artifact') && !open.includes('piece')) {
      untagged++
    }
  }
  if (open.length > 0) {
    report('6.7.2.1', `marked content is left open ${on}`)
  }
  if (untagged > 0) {
    report('6.7.2.1', `${untagged} things are drawn ${on} that are neither content nor artifact`)
  }
  if (new Set(ids).size !== ids.length) {
    report('6.7.2.1', `two pieces ${on} have one number`)
  }
  return ids
}

function kidsOf(file: PdfFile, value: PdfValue | undefined): readonly PdfValue[] {
  const found = resolve(file, value)
  return found === null ? [] : isA(found, 'array') ? found.items : [value ?? null]
}

/** A number tree (ISO 32000-1, 7.9.7). */
function numbersOf(file: PdfFile, node: PdfValue | undefined): Map<number, PdfValue> {
  const entries = entriesOf(file, node)
  const numbers = new Map<number, PdfValue>()
  const pairs = itemsOf(file, entries.get('Nums'))
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    numbers.set(numberOf(file, pairs[i]) ?? -1, pairs[i + 1] ?? null)
  }
  for (const kid of itemsOf(file, entries.get('Kids'))) {
    numbersOf(file, kid).forEach((value, key) => numbers.set(key, value))
  }
  return numbers
}
