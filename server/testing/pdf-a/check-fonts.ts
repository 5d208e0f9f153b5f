import type { Report } from './findings.ts'
import { contentOf, type Page, resource, shownText } from './page-content.ts'
import { dataOf, entriesOf, isA, itemsOf, nameOf, numberOf, type PdfFile, type PdfValue } from './pdf-values.ts'
import { readTrueType } from './true-type.ts'

/** 6.2.11: every font that shows something is in the file, with its widths and with what its glyphs mean. */
export function checkFonts(file: PdfFile, pages: readonly Page[], report: Report): void {
  const used = new Map<PdfValue, { label: string; codes: Set<number> }>()
  for (const page of pages) {
    for (const { font, codes } of shownText(contentOf(file, page))) {
      const value = resource(file, page, 'Font', font)
      if (value === undefined) {
        report('6.2.2', `the font ${font} on page ${page.number} is not among its resources`)
        continue
      }
      const key = isA(value, 'reference') ? (file.objects.get(value.id) ?? null) : value
      const known = used.get(key) ?? { label: font, codes: new Set<number>() }
      codes.forEach((code) => known.codes.add(code))
      used.set(key, known)
    }
  }
  for (const [font, { label, codes }] of used) {
    checkFont(file, entriesOf(file, font), { label, codes: [...codes] }, report)
  }
}

type Use = { label: string; codes: number[] }

/** The one kind of font that we write: composite, TrueType, by glyph numbers. */
function checkFont(file: PdfFile, font: ReadonlyMap<string, PdfValue>, { label, codes }: Use, report: Report): void {
  const [descendant] = itemsOf(file, font.get('DescendantFonts'))
  const glyphFont = entriesOf(file, descendant)
  if (nameOf(file, font.get('Subtype')) !== 'Type0' || nameOf(file, glyphFont.get('Subtype')) !== 'CIDFontType2') {
    report('6.2.11.2', `the font ${label} is of a kind that is not checked here`)
    return
  }
  if (nameOf(file, font.get('Encoding')) !== 'Identity-H') {
    report('6.2.11.3.3', `the encoding of the font ${label} is not Identity-H`)
  }
  if (nameOf(file, glyphFont.get('CIDToGIDMap')) !== 'Identity') {
    report('6.2.11.3.2', `the font ${label} does not say which glyph is which`)
  }
  if (nameOf(file, font.get('BaseFont')) !== nameOf(file, glyphFont.get('BaseFont'))) {
    report('6.2.11.2', `the font ${label} has two names`)
  }
  const descriptor = entriesOf(file, glyphFont.get('FontDescriptor'))
  const program = dataOf(file, descriptor.get('FontFile2'))
  const trueType = program && readTrueType(program)
  if (trueType === undefined) {
    report('6.2.11.4.1', `the font ${label} is not embedded`)
    return
  }
  if (descriptor.has('CIDSet')) {
    report('6.2.11.4.2', `the font ${label} lists its glyphs, which is not checked here`)
  }
  const widths = widthsOf(file, glyphFont)
  for (const code of codes) {
    if (code === 0 || code >= trueType.glyphs) {
      report('6.2.11.8', `the font ${label} shows a glyph that it does not have`)
    } else if (
      Math.abs((widths.get(code) ?? numberOf(file, glyphFont.get('DW')) ?? 1000) - trueType.widthOf(code)) > 1
    ) {
      report('6.2.11.5', `glyph ${code} of the font ${label} is not as wide as the file says`)
    }
  }
  checkMeaning(dataOf(file, font.get('ToUnicode')), { label, codes }, report)
}

/** The array W (ISO 32000-1, 9.7.4.3): runs of widths, and ranges of one width. */
function widthsOf(file: PdfFile, font: ReadonlyMap<string, PdfValue>): Map<number, number> {
  const widths = new Map<number, number>()
  const items = itemsOf(file, font.get('W'))
  for (let i = 0; i < items.length;) {
    const first = numberOf(file, items[i]) ?? 0
    const second = items[i + 1]
    if (isA(second, 'array')) {
      second.items.forEach((item, index) => widths.set(first + index, numberOf(file, item) ?? 0))
      i += 2
    } else {
      for (let code = first; code <= (numberOf(file, second) ?? 0); code++) {
        widths.set(code, numberOf(file, items[i + 2]) ?? 0)
      }
      i += 3
    }
  }
  return widths
}

/** 6.2.11.7: each glyph that is shown has a character, and none of those that stand for nothing. */
function checkMeaning(cmap: Buffer | undefined, { label, codes }: Use, report: Report): void {
  if (cmap === undefined) {
    report('6.2.11.7.2', `the font ${label} does not say what its glyphs mean`)
    return
  }
  const meanings = readToUnicode(cmap.toString('latin1'))
  for (const code of codes) {
    const meaning = meanings.get(code) ?? ''
    if (meaning === '' || nothing.some((character) => meaning.includes(character)) || !meaning.isWellFormed()) {
      report('6.2.11.7.2', `glyph ${code} of the font ${label} means nothing`)
    } else if (/\p{Co}/u.test(meaning)) {
      report('6.2.11.7.3', `glyph ${code} of the font ${label} means something private`)
    }
  }
}

const nothing = ['\0', '\ufeff', '\ufffe']

/** A ToUnicode map (ISO 32000-1, 9.10.3): single codes, and ranges with a list or a first value. */
function readToUnicode(cmap: string): Map<number, string> {
  const meanings = new Map<number, string>()
  for (const [, body = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', value = ''] of body.matchAll(/<([^>]*)>\s*<([^>]*)>/g)) {
      meanings.set(Number.parseInt(code, 16), fromUtf16(value))
    }
  }
  for (const [, body = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', last = '', list, value = ''] of body.matchAll(
      /<([^>]*)>\s*<([^>]*)>\s*(?:\[([^\]]*)\]|<([^>]*)>)/g,
    )) {
      const from = Number.parseInt(first, 16)
      const values =
        list === undefined ? undefined : [...list.matchAll(/<([^>]*)>/g)].map(([, each = '']) => fromUtf16(each))
      for (let code = from; code <= Number.parseInt(last, 16); code++) {
        meanings.set(code, values === undefined ? nextFrom(fromUtf16(value), code - from) : (values[code - from] ?? ''))
      }
    }
  }
  return meanings
}

function nextFrom(text: string, steps: number): string {
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + steps)
}

function fromUtf16(hex: string): string {
  return String.fromCharCode(
    ...(hex.replace(/\s/g, '').match(/.{1,4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)),
  )
}
