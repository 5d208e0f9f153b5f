import { dataOf, entriesOf, isA, itemsOf, nameOf, type PdfArray, type PdfFile, type PdfValue } from './pdf-values.ts'
import { readTokens } from './read-tokens.ts'

export type Page = { number: number; id: number; entries: ReadonlyMap<string, PdfValue> }
export type Operation = { operator: string; operands: PdfValue[] }

/** The pages in order; what a page inherits is found in its parents. */
export function pagesOf(file: PdfFile): Page[] {
  const pages: Page[] = []
  const visit = (node: PdfValue | undefined, inherited: Map<string, PdfValue>): void => {
    const entries = new Map([...inherited, ...entriesOf(file, node)])
    if (nameOf(file, entries.get('Type')) === 'Page') {
      pages.push({ number: pages.length + 1, id: isA(node, 'reference') ? node.id : 0, entries })
      return
    }
    const passedOn = ['Resources', 'MediaBox', 'CropBox', 'Rotate']
    const own = new Map([...entries].filter(([key]) => passedOn.includes(key)))
    itemsOf(file, entries.get('Kids')).forEach((kid) => visit(kid, own))
  }
  visit(entriesOf(file, file.trailer.get('Root')).get('Pages'), new Map())
  return pages
}

/** The operations that draw a page, in order. */
export function contentOf(file: PdfFile, page: Page): Operation[] {
  const contents = page.entries.get('Contents')
  const parts = isA(contents, 'array') ? contents.items : [contents]
  const source = parts.map((part) => dataOf(file, part)?.toString('latin1') ?? '').join('\n')
  const tokens = readTokens(source)
  const operations: Operation[] = []
  let operands: PdfValue[] = []
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    if (typeof token === 'object' && token !== null && token.kind === 'keyword') {
      operations.push({ operator: token.word, operands })
      operands = []
    } else {
      operands.push(token)
    }
  }
  return operations
}

/** What a page may use by name: fonts, colour spaces, graphics states … */
export function resource(file: PdfFile, page: Page, kind: string, name: string | undefined): PdfValue | undefined {
  return entriesOf(file, entriesOf(file, page.entries.get('Resources')).get(kind)).get(name ?? '')
}

export type Shown = { font: string; codes: number[]; operation: Operation }

/** The glyph codes of each operation that shows text, two bytes each, with the name of the font they are of. */
export function shownText(operations: readonly Operation[]): Shown[] {
  const shown: Shown[] = []
  let font = ''
  for (const operation of operations) {
    const [first] = operation.operands
    if (operation.operator === 'Tf' && isA(first, 'name')) {
      font = first.name
    } else if (["'", '"', 'Tj', 'TJ'].includes(operation.operator)) {
      const last = operation.operands.at(-1)
      const strings = isA(last, 'array') ? (last satisfies PdfArray).items : [last]
      const bytes = Buffer.concat(strings.filter((item) => isA(item, 'string')).map((item) => item.bytes))
      shown.push({
        font,
        codes: Array.from({ length: Math.ceil(bytes.length / 2) }, (_, i) =>
          bytes.readUIntBE(i * 2, Math.min(2, bytes.length - i * 2)),
        ),
        operation,
      })
    }
  }
  return shown
}
