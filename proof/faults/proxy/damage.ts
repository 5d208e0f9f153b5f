/** What one connection suffers on its way through the proxy. `up` is from the client to the server, `down` the way back. */
export type Damage = {
  /** How long the next piece waits, asked for each; order is kept. */
  delayMs?: () => number
  /** Pieces of at most so many bytes, each written by itself. */
  splitBytes?: number
  /** What comes within this time is written as one. */
  mergeMs?: number
  /** A pause after each piece: with `splitBytes`, a slow drip. */
  dripMs?: number
  cut?: {
    way: 'up' | 'down'
    /** So many bytes still pass. */
    afterBytes: number
    /** A reset, an orderly end, or silence: half-open, nothing passes either way and nobody is told. */
    how: 'reset' | 'end' | 'silence'
  }
}

export const noDamage: Damage = {}

/** One of the six kinds, with its sizes, as the random numbers have it; four in ten connections suffer nothing. */
export function seededDamage(random: () => number, most: { delayMs: number; bytes: number }): Damage {
  const whole = (to: number) => Math.floor(random() * to)
  const way = random() < 0.5 ? 'up' : 'down'
  switch (whole(10)) {
    case 0: {
      const leastMs = whole(most.delayMs)
      return { delayMs: () => leastMs + whole(most.delayMs - leastMs) }
    }
    case 1:
      return { cut: { way, afterBytes: whole(most.bytes), how: 'reset' } }
    case 2:
      return { cut: { way, afterBytes: whole(most.bytes), how: 'end' } }
    case 3:
      return { cut: { way, afterBytes: whole(most.bytes), how: 'silence' } }
    case 4:
      return { splitBytes: 1 + whole(64), dripMs: 1 + whole(3) }
    case 5:
      return { splitBytes: 1 + whole(1_400), mergeMs: whole(10) }
    default:
      return noDamage
  }
}
