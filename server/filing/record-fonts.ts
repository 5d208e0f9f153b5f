import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

export type RecordFonts = { regular: Font; bold: Font }

/**
 * The typefaces of a record, read once: DejaVu, because PDF/A embeds its fonts and DejaVu may be embedded and passed on
 * by anyone, and shows Latin, Greek, Cyrillic, Arabic, Hebrew, Canadian syllabics and the signs of arithmetic.
 */
export function recordFonts(): RecordFonts {
  fonts ??= { regular: load('DejaVuSansCondensed.ttf'), bold: load('DejaVuSansCondensed-Bold.ttf') }
  return fonts
}

let fonts: RecordFonts | undefined

function load(file: string): Font {
  const { resolve } = createRequire(import.meta.url)
  return create(readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}`)))
}
