/**
 * Arabic and Hebrew are typed in one order and read in another; pdfkit draws words from left to right. Here a line is
 * cut into pieces in the order in which they stand, by the Unicode Bidirectional Algorithm (UAX 9), so that a message
 * that mixes them with Latin names and doses reads as it did on the screen.
 */
import bidiFactory from 'bidi-js'

export type Direction = 'ltr' | 'rtl'

const bidi = bidiFactory()

/** The direction of a paragraph, from its first letter that has one. */
export function directionOf(paragraph: string): Direction {
  return hasRightToLeft(paragraph) && bidi.getEmbeddingLevels(paragraph).paragraphs[0]?.level === 1 ? 'rtl' : 'ltr'
}

/** The pieces of a line from left to right; each is whole, in the order it was typed, for the font to shape. */
export function visualPieces(line: string, direction: Direction): string[] {
  if (!hasRightToLeft(line)) {
    return [line]
  }
  const embedding = bidi.getEmbeddingLevels(line, direction)
  const mirrored = bidi.getMirroredCharactersMap(line, embedding.levels)
  const pieces: Piece[] = []
  for (const index of bidi.getReorderedIndices(line, embedding)) {
    const level = embedding.levels[index] ?? 0
    const unit = mirrored.get(index) ?? line.charAt(index)
    const last = pieces.at(-1)
    if (last?.level === level && !standsAlone(unit, level) && !standsAlone(last.text, level)) {
      last.text = isRightToLeft(level) ? unit + last.text : last.text + unit
    } else {
      pieces.push({ text: unit, level })
    }
  }
  return pieces.map(asFontsExpect)
}

type Piece = { text: string; level: number }

function isRightToLeft(level: number): boolean {
  return level % 2 === 1
}

/**
 * Fonts turn a piece by its script. So words from right to left change places around their spaces, and digits of the
 * Arabic script, which are read from left to right, are drawn one by one.
 */
function standsAlone(unit: string, level: number): boolean {
  return isRightToLeft(level) ? unit === ' ' : hasRightToLeft(unit)
}

/** Signs without a script, such as "?!", are not turned by the font. */
function asFontsExpect({ text, level }: Piece): string {
  return isRightToLeft(level) && !hasRightToLeft(text) ? [...text].toReversed().join('') : text
}

function hasRightToLeft(text: string): boolean {
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u.test(text)
}
