import { limits } from '../../shared/limits.ts'
import { foldText } from '../platform/fold-text.ts'

/** Where a found word stands in a text, in UTF-16 code units: [start, end). */
export type Mark = [start: number, end: number]
export type Excerpt = { text: string; marks: Mark[] }

/** Every place of these folded words in the text, in order; places that touch are one. */
export function findMarks(text: string, words: readonly string[]): Mark[] {
  const { folded, starts, ends } = foldWithPlaces(text)
  const places = words.flatMap((word) => placesOf(folded, word)).toSorted((a, b) => a[0] - b[0])
  const marks: Mark[] = []
  for (const [start, end] of places) {
    const mark: Mark = [starts[start] ?? 0, ends[end - 1] ?? text.length]
    const last = marks.at(-1)
    if (last !== undefined && mark[0] <= last[1]) {
      last[1] = Math.max(last[1], mark[1])
    } else {
      marks.push(mark)
    }
  }
  return marks
}

/** Some of a message around the first place found, on one line; from its beginning when nothing is marked. */
export function excerptOf(text: string, marks: readonly Mark[]): Excerpt {
  const line = text.replaceAll(/\s/g, ' ')
  const first = marks[0]?.[0] ?? 0
  const from =
    line.length <= limits.excerptCharacters ? 0 : wordStart(line, first - Math.floor(limits.excerptCharacters / 4))
  const until = wordEnd(line, from + limits.excerptCharacters)
  const before = from > 0 ? '… ' : ''
  const shift = before.length - from
  return {
    text: `${before}${line.slice(from, until)}${until < line.length ? ' …' : ''}`,
    marks: marks
      .filter(([start, end]) => start >= from && end <= until)
      .map(([start, end]): Mark => [start + shift, end + shift]),
  }
}

/** Each letter of the folded text knows where the character it came from begins and ends, the marks after it included. */
function foldWithPlaces(text: string): { folded: string; starts: number[]; ends: number[] } {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  let from = 0
  for (const character of text) {
    const letters = foldText(character)
    if (letters !== '') {
      from = folded.length
    }
    folded += letters
    while (starts.length < folded.length) {
      starts.push(at)
    }
    at += character.length
    ends.length = from
    while (ends.length < folded.length) {
      ends.push(at)
    }
  }
  return { folded, starts, ends }
}

function placesOf(folded: string, word: string): Mark[] {
  const places: Mark[] = []
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
    places.push([at, at + word.length])
  }
  return places
}

/** The beginning of the word at a place, unless it is very long. */
function wordStart(line: string, at: number): number {
  if (at <= 0) {
    return 0
  }
  const space = line.lastIndexOf(' ', at)
  return space === -1 || at - space > longestWord ? safe(line, at) : space + 1
}

function wordEnd(line: string, at: number): number {
  if (at >= line.length) {
    return line.length
  }
  const space = line.indexOf(' ', at)
  const end = space === -1 ? line.length : space
  return end - at > longestWord ? safe(line, at) : end
}

/** Never between the two halves of one character. */
function safe(line: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(line.charAt(at)) ? at + 1 : at
}

const longestWord = 30
