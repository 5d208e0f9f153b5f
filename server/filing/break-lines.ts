/**
 * The lines of a text within a width, as typed: every space and empty line stays, but for the spaces where a line is
 * broken. Lines break at spaces and after a hyphen between letters; a word wider than a line breaks where it must.
 */
export function breakLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split(/\r\n|\n|\r/).flatMap((paragraph) => breakParagraph(paragraph, width, widthOf))
}

function breakParagraph(paragraph: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(paragraph)) {
    if (widthOf((line + piece).trimEnd()) <= width) {
      line += piece
    } else if (widthOf(piece.trimEnd()) <= width) {
      lines.push(line.trimEnd())
      line = piece
    } else {
      const filled = fill(line, piece, { width, widthOf })
      lines.push(...filled.lines)
      line = filled.rest
    }
  }
  return [...lines, line.trimEnd()]
}

/** Words with the spaces after them; the spaces before the first stay with it, as an indent. No-break spaces join. */
function piecesOf(paragraph: string): string[] {
  const words = paragraph.match(
    /^[ \u2000-\u200B\u3000]*[^ \u2000-\u200B\u3000]*[ \u2000-\u200B\u3000]*|[^ \u2000-\u200B\u3000]+[ \u2000-\u200B\u3000]*/g,
  )
  return (words ?? []).flatMap((word) => word.split(/(?<=\p{L}[-\u2010])(?=\p{L})/u))
}

/** Cuts a word that fits on no line between graphemes, so that no accent or pair of surrogates is torn apart. */
function fill(
  start: string,
  word: string,
  { width, widthOf }: { width: number; widthOf: (text: string) => number },
): { lines: string[]; rest: string } {
  const lines: string[] = []
  let line = start
  for (const { segment } of graphemes.segment(word)) {
    if (line !== '' && segment.trim() !== '' && widthOf(line + segment) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += segment
  }
  return { lines, rest: line }
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
