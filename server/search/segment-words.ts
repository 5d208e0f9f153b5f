// The words of a segment, each once: whatever is looked for is in a segment only if all of its words are in some of these, at any
// place. They are runs of letters and digits, so that a word stands there once whatever comes before and after it.
import { hitLetters } from './hit.ts'

/** Adds the words of folded lines. */
export function addWords(words: Set<string>, lines: readonly string[]): void {
  for (const line of lines) {
    for (const word of runsOf(line.slice(hitLetters))) {
      words.add(word)
    }
  }
}

export function writeWords(words: ReadonlySet<string>): Buffer {
  return Buffer.from([...words].toSorted().join('\n'))
}

export function readWords(written: Buffer): Set<string> {
  return new Set(written.toString().split('\n'))
}

/** What has to be among the words of a segment in which these folded words are found: never more than is true of a line that has them. */
export function runsIn(wanted: readonly string[]): Buffer[] {
  return [...new Set(wanted.flatMap(runsOf))].map((run) => Buffer.from(run))
}

/** Whether a line of the segment may have what was looked for. */
export function mayHold(written: Buffer, runs: readonly Buffer[]): boolean {
  return runs.every((run) => written.includes(run))
}

function runsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}
