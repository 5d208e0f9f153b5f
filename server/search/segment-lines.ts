// A segment, when open, is lines of text, each a message: its time and id (hit.ts), its conversation's subject (in the
// first message's line alone) and its words, parted by tabs. Subject and words are folded, and on one line.
import { foldText } from '../platform/fold-text.ts'
import { type Hit, hitLetters } from './hit.ts'

export type MessageLine = { hit: Hit; subject: string; text: string }

export function writeLine({ hit, subject, text }: MessageLine): string {
  return `${hit}\t${foldLine(subject)}\t${foldLine(text)}\n`
}

/** Which columns are looked in: subject and text, or the subject alone. */
export type SearchedPart = 'all' | 'subject'

/** The lines that have every one of these folded words, at any place in a word. At least one word is given. */
export function scanLines(segment: Buffer, words: readonly Buffer[], part: SearchedPart): Hit[] {
  const rarest = words.toSorted((a, b) => b.length - a.length)[0]
  if (rarest === undefined) {
    return []
  }
  const others = words.filter((word) => word !== rarest)
  const hits: Hit[] = []
  for (let at = segment.indexOf(rarest); at !== -1;) {
    const start = segment.lastIndexOf(lineEnd, at) + 1
    const end = segment.indexOf(lineEnd, at)
    if (isFound(segment.subarray(start, end), { rarest, others, part })) {
      hits.push(segment.toString('latin1', start, start + hitLetters))
    }
    at = segment.indexOf(rarest, end)
  }
  return hits
}

type Wanted = { rarest: Buffer; others: readonly Buffer[]; part: SearchedPart }

/** The line is known to have the rarest word; where, is asked only when that matters. */
function isFound(line: Buffer, { rarest, others, part }: Wanted): boolean {
  if (part === 'all') {
    return others.every((word) => line.includes(word))
  }
  const subject = line.subarray(hitLetters + 1, line.indexOf(tab, hitLetters + 1))
  return subject.includes(rarest) && others.every((word) => subject.includes(word))
}

/** What a search has of a text: folded, every run of white space one space. */
function foldLine(text: string): string {
  return foldText(text).replaceAll(blank, ' ')
}

const blank = /[\s\p{Cc}]+/gu
const lineEnd = 0x0a
const tab = 0x09
