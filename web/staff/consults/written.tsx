import { createContext, use, useState, type Dispatch, type ReactNode, type SetStateAction } from 'react'

/** What a clinician is writing to decide a question with, and the words they began with. */
export type Written = {
  consultId: string
  kind: 'edit' | 'return'
  text: string
  was: string
  isSending: boolean
  /** Throws the words away, here and on the server. */
  drop: () => void
}
type Kept = [Written | null, Dispatch<SetStateAction<Written | null>>]

const WrittenWords = createContext<Kept | null>(null)

/** Around a conversation: what was written for a question outlives it, also when a colleague's decision takes it out of view. */
export function WrittenHere({ children }: { children: ReactNode }): ReactNode {
  const kept = useState<Written | null>(null)
  return <WrittenWords value={kept}>{children}</WrittenWords>
}

export function useWritten(): Kept {
  const kept = use(WrittenWords)
  if (kept === null) {
    throw new Error('a question is decided within its conversation')
  }
  return kept
}
