/**
 * Reads the PDFs that we write, for tests: text with the structure type it is tagged with, through each font's
 * ToUnicode map, as a reader's copy-and-paste would. It knows the one layout of pdfkit, not PDF in general.
 */
import { inflateSync } from 'node:zlib'

export type PdfText = { page: number; tag: string; text: string }
export type PdfObject = { dictionary: string; stream: Buffer | undefined }

/** The objects of the file by number. */
export function pdfObjects(pdf: Buffer): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>()
  const source = pdf.toString('latin1')
  const begin = /(?<=^|\n)(\d+) 0 obj\n/g
  for (let match = begin.exec(source); match; match = begin.exec(source)) {
    const end = source.indexOf('\nendobj', begin.lastIndex)
    const streamAt = source.indexOf('\nstream\n', begin.lastIndex)
    const isStream = streamAt !== -1 && streamAt < end
    const dictionary = source.slice(begin.lastIndex, isStream ? streamAt : end)
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0)
    const raw = isStream ? pdf.subarray(streamAt + 8, streamAt + 8 + length) : undefined
    objects.set(Number(match[1]), {
      dictionary,
      stream: raw && dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw,
    })
    begin.lastIndex = isStream ? streamAt + 8 + length : end
  }
  return objects
}

/** Every text in the order it is drawn, page by page; artifacts have the tag "Artifact". */
export function pdfTexts(pdf: Buffer): PdfText[] {
  const objects = pdfObjects(pdf)
  const pages = [...objects.values()].find(({ dictionary }) => dictionary.includes('/Type /Pages'))
  const kids = referencesIn(/\/Kids \[([^\]]*)\]/.exec(pages?.dictionary ?? '')?.[1] ?? '')
  return kids.flatMap((kid, index) => pageTexts(objects, objects.get(kid)?.dictionary ?? '', index + 1))
}

function pageTexts(objects: Map<number, PdfObject>, dictionary: string, page: number): PdfText[] {
  const content = objects.get(Number(/\/Contents (\d+)/.exec(dictionary)?.[1]))?.stream?.toString('latin1') ?? ''
  const resources = objects.get(Number(/\/Resources (\d+)/.exec(dictionary)?.[1]))?.dictionary ?? ''
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, unicodeMap(objects, Number(id))]),
  )
  const texts: PdfText[] = []
  const open: string[] = []
  let font: string[] | undefined
  for (const [, tag, closed, fontName, shown] of content.matchAll(operators)) {
    if (tag) {
      open.push(tag)
    } else if (closed) {
      open.pop()
    } else if (fontName) {
      font = fonts.get(fontName)
    } else if (shown) {
      const glyphs = [...shown.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex]) => hex?.match(/.{4}/g) ?? [])
      const text = glyphs.map((glyph) => font?.[Number.parseInt(glyph, 16)] ?? '\0').join('')
      texts.push({ page, tag: open.at(-1) ?? '', text })
    }
  }
  return texts
}

const operators = /\/(\w+) (?:<<[^>]*>> BDC|BMC)|(EMC)|\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g

function unicodeMap(objects: Map<number, PdfObject>, font: number): string[] {
  const toUnicode = /\/ToUnicode (\d+)/.exec(objects.get(font)?.dictionary ?? '')?.[1]
  const cmap = objects.get(Number(toUnicode))?.stream?.toString('latin1') ?? ''
  return [...cmap.matchAll(/\[(<.*>)\]/g)].flatMap(([, entries]) =>
    [...(entries ?? '').matchAll(/<([^>]*)>/g)].map(([, hex]) => fromUtf16(hex ?? '')),
  )
}

function fromUtf16(hex: string): string {
  return String.fromCharCode(...hex.split(' ').map((unit) => Number.parseInt(unit, 16)))
}

function referencesIn(list: string): number[] {
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id))
}
