import { limits } from './limits.ts'

/** What is wrong with a typed text; the words for each are in the locales. */
export type TextProblem =
  | 'empty'
  | 'nul'
  | 'lone-surrogate'
  | 'bidi-control'
  | 'control'
  | 'combining-marks'
  | 'line-break'

export type TextResult = { ok: true; text: string } | { ok: false; problem: TextProblem }

/** The text of a message or note as it is kept: NFC, `\n` line ends, no space at the ends; or the first problem in it. */
export function cleanText(input: string): TextResult {
  const problem = problemIn(input)
  if (problem) {
    return { ok: false, problem }
  }
  const text = tidy(input)
  if (!hasSomethingVisible(text)) {
    return { ok: false, problem: 'empty' }
  }
  return { ok: true, text }
}

/** A subject or a name as it is kept: like `cleanText`, on one line, with single spaces. */
export function cleanLine(input: string): TextResult {
  const cleaned = cleanText(input)
  if (!cleaned.ok) {
    return cleaned
  }
  if (cleaned.text.includes('\n')) {
    return { ok: false, problem: 'line-break' }
  }
  return { ok: true, text: cleaned.text.replaceAll(/\s+/g, ' ').trim() }
}

/**
 * Code points of the text as it would be kept. Grapheme clusters would be nearer to what a reader sees, but they
 * change with the Unicode version, and the browser's counter must never disagree with the server that enforces it.
 * An accented letter counts once, whichever way it was typed.
 */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of tidy(text)) {
    count += 1
  }
  return count
}

/**
 * Words: pieces between white space that hold a letter or a digit. So « l'ordonnance » is one and a lone dash is none,
 * in both languages, with no dictionary that differs between browsers.
 */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length
}

function problemIn(input: string): TextProblem | undefined {
  if (!input.isWellFormed()) {
    return 'lone-surrogate'
  }
  if (input.includes('\0')) {
    return 'nul'
  }
  if (/[\u202A-\u202E\u2066-\u2069]/u.test(input)) {
    return 'bidi-control'
  }
  if (/[^\P{Cc}\t\n\r]/u.test(input)) {
    return 'control'
  }
  if (tooManyMarks.test(input.normalize('NFC'))) {
    return 'combining-marks'
  }
  return undefined
}

const tooManyMarks = new RegExp(`\\p{M}{${limits.combiningMarksInARow + 1}}`, 'u')

/** Idempotent, so that a text cleaned by the browser counts the same on the server. */
function tidy(input: string): string {
  const lines = input
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .normalize('NFC')
    .split('\n')
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd()
}

/** White space, joiners, fillers and the blank braille cell are text that nobody can see. */
function hasSomethingVisible(text: string): boolean {
  return /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
}
