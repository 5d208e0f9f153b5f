import { useEffect, useSyncExternalStore } from 'react'
import { call } from './client.ts'
import { ApiProblem } from './problem.ts'
import type { InputOf, OutputOf, ReadRoute } from './routes.ts'

/** What a page knows of one read: nothing yet, the answer (perhaps an older one, being read again), or why there is none. */
export type Read<R extends ReadRoute> = {
  data: OutputOf<R> | undefined
  problem: ApiProblem | undefined
  isReading: boolean
  reload: () => Promise<void>
}
/** `reading` is the read under way, by a mark of its own. */
type Entry = { data: unknown; problem: ApiProblem | undefined; reading: symbol | null; isStale: boolean }

const entries = new Map<string, Entry>()
const listeners = new Set<() => void>()
let changes = 0
const blank: Entry = { data: undefined, problem: undefined, reading: null, isStale: true }

/**
 * Reads from the contract and keeps the answer while the page is open, so that going back shows it at once; every
 * mount reads again behind it. For the patient's pages (the workspace has TanStack Query). Null input: not yet.
 */
export function useRead<R extends ReadRoute>(route: R, input: InputOf<R> | null): Read<R> {
  const key = input === null ? null : keyOf(route, input)
  const entry = useSyncExternalStore(subscribe, () => (key === null ? blank : (entries.get(key) ?? blank)))

  useEffect(() => {
    if (key !== null && input !== null) {
      void read(key, route, input)
    }
    // The key says all that the route and the input say.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, entry.isStale])

  return {
    // The entry under this key was stored by `read` of this same route.
    data: entry.data as OutputOf<R> | undefined,
    problem: entry.problem,
    isReading: entry.reading !== null,
    reload: async () => {
      if (key !== null && input !== null) {
        await read(key, route, input)
      }
    },
  }
}

/** The same for several at once, in the order of the inputs. */
export function useReads<R extends ReadRoute>(
  route: R,
  inputs: readonly InputOf<R>[],
): Pick<Read<R>, 'data' | 'problem'>[] {
  const keys = inputs.map((input) => keyOf(route, input))
  useSyncExternalStore(subscribe, () => (keys.length === 0 ? 0 : changes))
  const found = keys.map((key) => entries.get(key) ?? blank)

  useEffect(() => {
    keys.forEach((key, index) => {
      const input = inputs[index]
      if (input !== undefined) {
        void read(key, route, input)
      }
    })
    // The keys say all that the route and the inputs say.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [keys.join(' '), found.map(({ isStale }) => isStale).join(' ')])

  // The entries under these keys were stored by `read` of this same route.
  return found.map(({ data, problem }) => ({ data: data as OutputOf<R> | undefined, problem }))
}

/** Starts a read before the page that will show it is there: in main.tsx, while the sentences are on their way. */
export function prefetch<R extends ReadRoute>(route: R, input: InputOf<R>): void {
  void read(keyOf(route, input), route, input)
}

/** Marks what was read as out of date, everywhere or where the predicate says so; what is on screen is read again. */
export function invalidate(isAffected: (key: string) => boolean = () => true): void {
  for (const [key, entry] of entries) {
    if (isAffected(key)) {
      entries.set(key, { ...entry, isStale: true })
    }
  }
  notify()
}

/** Forgets all answers: at sign-out, so that the next person on this device finds nothing. */
export function forgetReads(): void {
  entries.clear()
  notify()
}

async function read<R extends ReadRoute>(key: string, route: R, input: InputOf<R>): Promise<void> {
  if (entries.get(key)?.reading) {
    return
  }
  const reading = Symbol(key)
  store(key, { ...(entries.get(key) ?? blank), reading, isStale: false })
  try {
    const data = await call(route, input)
    settle(key, reading, { data, problem: undefined })
  } catch (error) {
    if (!(error instanceof ApiProblem)) {
      throw error
    }
    settle(key, reading, { problem: error })
  }
  if (entries.get(key)?.isStale) {
    // It changed while it was being read.
    await read(key, route, input)
  }
}

/** An answer is dropped when its question was forgotten meanwhile: somebody signed out, perhaps another one in. */
function settle(key: string, reading: symbol, outcome: Partial<Entry>): void {
  const entry = entries.get(key)
  if (entry?.reading === reading) {
    store(key, { ...entry, ...outcome, reading: null })
  }
}

function keyOf(route: string, input: object): string {
  return `${route} ${JSON.stringify(input)}`
}

function store(key: string, entry: Entry): void {
  entries.set(key, entry)
  notify()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  changes += 1
  for (const listener of listeners) {
    listener()
  }
}
