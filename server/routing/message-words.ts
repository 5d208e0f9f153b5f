/** A text as rules look at it: its words, which stand beside each other, and all in their order with a space around each. */
export type MessageWords = { words: ReadonlySet<string>; pairs: ReadonlySet<string>; line: string }

/** `folded`: without accents and case. Everything but letters and digits parts words: "l'ordonnance" has the word "ordonnance". */
export function messageWords(folded: string): MessageWords {
  const words = wordsOf(folded)
  return { words: new Set(words), pairs: new Set(pairsOf(words)), line: ` ${words.join(' ')} ` }
}

/** One word, or some in a row: then by their pairs, so that a text is only searched for what it most likely has. */
export type Phrase = { word: string; pairs: readonly string[]; line: string }

/** Null where nothing in it is a letter or a digit: no text has it. */
export function phraseOf(folded: string): Phrase | null {
  const words = wordsOf(folded)
  const [word] = words
  return word === undefined ? null : { word, pairs: pairsOf(words), line: ` ${words.join(' ')} ` }
}

export function hasPhrase(text: MessageWords, { word, pairs, line }: Phrase): boolean {
  switch (pairs.length) {
    case 0:
      return text.words.has(word)
    case 1:
      return pairs.every((pair) => text.pairs.has(pair))
    default:
      return pairs.every((pair) => text.pairs.has(pair)) && text.line.includes(line)
  }
}

function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? []
}

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)
}
