import { createContext, use, useMemo, useState, type ReactNode } from 'react'

/** What was just done, in words, and how to take it back while it can be. The state it led to is on the page itself. */
export type Done = { words: string; undo?: () => Promise<unknown> }

type Doings = { done: Done | null; tell: (done: Done) => void; clear: () => void }
const DoneContext = createContext<Doings | null>(null)

export function DoneProvider({ children }: { children: ReactNode }): ReactNode {
  const [done, setDone] = useState<Done | null>(null)
  const doings = useMemo(() => ({ done, tell: setDone, clear: () => setDone(null) }), [done])
  return <DoneContext value={doings}>{children}</DoneContext>
}

export function useDone(): Doings {
  const doings = use(DoneContext)
  if (!doings) {
    throw new Error('useDone needs <DoneProvider> above it')
  }
  return doings
}
