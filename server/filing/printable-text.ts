/**
 * The text as the record's typeface can show it. Line breaks stay, a tab is four spaces, and what cannot be shown (no
 * glyph, or no visible form that a reader could miss) stands as its code points: 🙏🏽 is "⟦U+1F64F U+1F3FD⟧". So nothing
 * that was written is lost without a trace, and no glyph stands for another sign.
 */
export function printableText(text: string, hasGlyph: (codePoint: number) => boolean): string {
  if (/^[\n\u0020-\u007E\u00A0-\u00AC\u00AE-\u00FF]*$/.test(text)) {
    return text
  }
  let printable = ''
  let unshown: string[] = []
  for (const { segment } of graphemes.segment(text.replaceAll('\t', '    '))) {
    if (isShown(segment, hasGlyph)) {
      printable += asCodePoints(unshown) + segment
      unshown = []
    } else {
      unshown.push(segment)
    }
  }
  return printable + asCodePoints(unshown)
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Controls, and marks that turn the direction of what follows, deceive a reader when they are not seen. Signs of
 * private use mean something else in every typeface.
 */
const deceiving = /[\p{Cc}\p{Cs}\p{Co}\u00AD\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u

function isShown(grapheme: string, hasGlyph: (codePoint: number) => boolean): boolean {
  return grapheme === '\n' || (!deceiving.test(grapheme) && codePointsOf(grapheme).every(hasGlyph))
}

function asCodePoints(unshown: readonly string[]): string {
  if (unshown.length === 0) {
    return ''
  }
  const names = codePointsOf(unshown.join('')).map((each) => `U+${each.toString(16).toUpperCase().padStart(4, '0')}`)
  return `⟦${names.join(' ')}⟧`
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (each) => each.codePointAt(0) ?? 0)
}
