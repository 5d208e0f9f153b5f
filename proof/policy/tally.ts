/** What was looked at and what differed. A mutant is known by its first difference: `isFirstEnough` ends there. */
export type Tally = {
  looks: Map<string, number>
  differences: string[]
  look(what: string, count?: number): void
  differ(words: string): void
}

export class Differs extends Error {}

/** `heard` is told of every look: whoever waits for the end knows that it goes on. */
export function makeTally(options: { isFirstEnough?: boolean; heard?: () => void } = {}): Tally {
  const looks = new Map<string, number>()
  const differences: string[] = []
  return {
    looks,
    differences,
    look(what, count = 1) {
      looks.set(what, (looks.get(what) ?? 0) + count)
      options.heard?.()
    },
    differ(words) {
      differences.push(words)
      if (options.isFirstEnough === true) {
        throw new Differs(words)
      }
    },
  }
}
