// Random worlds from a seed, in order: a difference is told with the place of its world in that order, and shrunk to the
// smallest world that shows it.
import fc from 'fast-check'

export type Found = { what: string; path: string; smallest: string }

/** The first difference among so many worlds, or null. */
export async function searchWorlds<T>(
  worlds: fc.Arbitrary<T>,
  differences: (some: T[]) => Promise<(string | null)[]> | (string | null)[],
  options: { seed: number; count: number; path?: string; batch: number; tell?: (done: number) => void },
): Promise<Found | null> {
  const { seed, count, batch } = options
  if (options.path !== undefined) {
    return shrink(worlds, differences, seed, options.path)
  }
  // Each batch has a seed of its own, so that no world needs those before it.
  for (let from = 0; from < count; from += batch) {
    const some = fc.sample(worlds, { seed: seed + from, numRuns: Math.min(batch, count - from) })
    const found = await differences(some)
    const at = found.findIndex((words) => words !== null)
    if (at >= 0) {
      const path = `${from}:${at}`
      const smaller = await shrink(worlds, differences, seed, path)
      return smaller ?? { what: String(found[at]), path, smallest: fc.stringify(some[at]) }
    }
    options.tell?.(from + some.length)
  }
  return null
}

async function shrink<T>(
  worlds: fc.Arbitrary<T>,
  differences: (some: T[]) => Promise<(string | null)[]> | (string | null)[],
  seed: number,
  place: string,
): Promise<Found | null> {
  const [from = 0, at = 0] = place.split(':').map(Number)
  let what: string | undefined
  const details = await fc.check(
    fc.asyncProperty(worlds, async (world) => {
      const [words] = await differences([world])
      what = words ?? what
      return words === null
    }),
    { seed: seed + from, path: String(at), numRuns: 1, endOnFailure: false, interruptAfterTimeLimit: 60_000 },
  )
  return details.failed
    ? { what: what ?? 'it differs', path: place, smallest: fc.stringify(details.counterexample?.[0]) }
    : null
}
