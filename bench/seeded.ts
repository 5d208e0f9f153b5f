// What the loader writes is the same for the same seed: ids by number, and words by number.

/** Kinds of rows, as they stand in their ids. */
export const kinds = {
  account: 1,
  patient: 2,
  session: 3,
  conversation: 4,
  message: 5,
  task: 6,
  taskEvent: 7,
  attachment: 8,
  note: 9,
  filing: 10,
  notice: 11,
} as const

/** The id of the n-th row of its kind: a UUIDv7 of one fixed moment. */
export function seededId(kind: keyof typeof kinds, number: number): string {
  return `018f0000-0000-7000-8${String(kinds[kind]).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`
}

/** The token of the n-th patient's session. */
export function seededToken(number: number): string {
  return `bench-${number}`
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const words = [
  ...'the a my I it and to of in for is was not on with have had since about after before again when'.split(' '),
  ...'refill tablet pharmacy pain knee back throat cough fever rash sleep blood pressure test result'.split(' '),
  ...'appointment form letter morning evening week month daughter son mother better worse same please'.split(' '),
]

/** A message as long as people write them: half below 240 characters, a tenth above 600. */
export function seededText(random: () => number, { median = 240, spread = 0.75 } = {}): string {
  const length = Math.min(1_900, Math.round(seededLength(random, { median, spread })))
  let text = ''
  while (text.length < length) {
    text += `${words[Math.floor(random() * words.length)] ?? ''}${random() < 0.08 ? '.' : ''} `
  }
  return `${text.trim()}.`
}

/** Lognormal: what people take their time for, and how much they write. */
export function seededLength(random: () => number, { median, spread }: { median: number; spread: number }): number {
  return median * Math.exp(spread * normal(random))
}

/** Box and Muller's way from even to bell-shaped. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
