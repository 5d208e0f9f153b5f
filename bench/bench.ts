import type { Figure } from './figures.ts'

export type How = {
  /** Interleaved: each measures ours and the limit in turn. */
  rounds: number
  seconds: number
  /** A million messages too, or twenty practices. */
  isFull: boolean
  /** Hardly any rows: shows that the bench works, and measures nothing. */
  isTiny: boolean
}
/** Measures one thing on a place of its own. */
export type Bench = (how: How) => Promise<Figure[]>
