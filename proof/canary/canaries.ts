// The words to look for: 24 letters that nobody guesses, one for every field of everybody. All of a run begin with the same
// eight letters, so that one search finds any of them, and what follows says which.
import { createHmac } from 'node:crypto'

/** What a word stands for: whose it is, and what kind of information it is. */
export type Owner = {
  practice: string
  kind: Kind
  /** The patient whose record it is part of; null for what is about no patient. */
  patient: string | null
  /** The row it stands in: a conversation, letter, draft, file, reason, practitioner, account, topic. */
  at: string
  /** For people: "A/patient3 family name". */
  says: string
}
export type Kind =
  | 'demographics'
  | 'subject'
  | 'message'
  | 'letter answered apart'
  | 'answer that waits'
  | 'note'
  | 'retraction'
  | 'draft'
  | 'file'
  | 'quarantined file'
  | 'reason'
  | 'staff name'
  | 'account'
  | 'practice'
  | 'topic'
  | 'inbox'
  | 'closed day'
  | 'staff words'
  | 'absence note'
  | 'view'
  | 'pause words'
  | 'block reason'
  | 'template'
  | 'document'
  | 'below messages'
  | 'nobody'

export type Canaries = {
  word(owner: Owner): string
  /** What is known under a word (or another value that stands in for one, as a health number does). */
  known: Map<string, Owner>
  /** What cannot hold letters: a health number, a telephone number, a date of birth. All of a kind begin alike. */
  value(prefix: string, rest: string, owner: Owner): string
  prefix: string
  values: Map<string, Map<string, Owner>>
}

const wordLetters = 24
const prefixLetters = 8

/** The same seed makes the same words in the same order. */
export function makeCanaries(seed: string): Canaries {
  const known = new Map<string, Owner>()
  const values = new Map<string, Map<string, Owner>>()
  const prefix = letters(seed, 'prefix', prefixLetters)
  return {
    prefix,
    known,
    values,
    word(owner) {
      const word = prefix + letters(seed, `word ${known.size}`, wordLetters - prefixLetters)
      known.set(word, owner)
      return word
    },
    value(start, rest, owner) {
      const alike = values.get(start) ?? new Map<string, Owner>()
      values.set(start, alike.set(start + rest, owner))
      return start + rest
    },
  }
}

export function letters(seed: string, label: string, count: number): string {
  const bytes = createHmac('sha512', seed).update(label).digest()
  return [...bytes.subarray(0, count)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
}

export function digits(seed: string, label: string, count: number): string {
  const bytes = createHmac('sha512', seed).update(label).digest()
  return [...bytes.subarray(0, count)].map((byte) => String(byte % 10)).join('')
}

export { wordLetters }
