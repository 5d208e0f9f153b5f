import { foldText } from '../platform/fold-text.ts'

/**
 * A name without accents, case and punctuation: `whole` to sort by, `words` to search in (each word behind a space).
 * A hyphen parts words; an apostrophe both joins and parts, so that O'Brien is found by "obrien" and by "brien".
 */
export function foldName(name: string): { whole: string; words: string } {
  if (plainWord.test(name)) {
    const whole = name.toLowerCase()
    return { whole, words: ` ${whole}` }
  }
  const plain = foldText(name)
  const joined = wordsOf(plain.replaceAll(apostrophes, ''))
  const parted = wordsOf(plain.replaceAll(apostrophes, ' '))
  const words = [...new Set([...joined, ...parted])]
  return { whole: joined.join(' '), words: words.map((word) => ` ${word}`).join('') }
}

/** Whether every word of a folded search begins a word of the name; an empty search matches all. */
export function matchesName(words: string, search: readonly string[]): boolean {
  return search.every((word) => words.includes(` ${word}`))
}

/** The words of what somebody typed to search, folded as names are. */
export function foldSearch(typed: string): string[] {
  const { whole } = foldName(typed)
  return whole === '' ? [] : whole.split(' ')
}

/** Most names are one word of plain letters: rosters of thousands are folded at once. */
const plainWord = /^[A-Za-z]+$/

const apostrophes = /['’ʼ‘`´]/g

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
