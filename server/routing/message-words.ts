/** A text as rules look at it: its words in a set, and in their order with a space around each. */
export type MessageWords = { set: ReadonlySet<string>; line: string }

/** `folded`: without accents and case. Everything but letters and digits parts words: "l'ordonnance" has the word "ordonnance". */
export function messageWords(folded: string): MessageWords {
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? []
  return { set: new Set(words), line: ` ${words.join(' ')} ` }
}

/** Some words in a row, or one. Its first is looked up before the whole text is searched for all of them. */
export type Phrase = { first: string; rest: string | null }

/** Null where nothing in it is a letter or a digit: no text has it. */
export function phraseOf(folded: string): Phrase | null {
  const { set, line } = messageWords(folded)
  const [first] = set
  return first === undefined ? null : { first, rest: line.includes(' ', first.length + 2) ? line : null }
}

export function hasPhrase({ set, line }: MessageWords, { first, rest }: Phrase): boolean {
  return set.has(first) && (rest === null || line.includes(rest))
}
