import { useSyncExternalStore } from 'react'
import type { Draft } from '../../conversation/draft.ts'

/** The words of a draft that another part of the page holds, to be gone on with here. */
export function useDraftText(draft: Draft): [text: string, write: (text: string) => void] {
  const { text } = useSyncExternalStore(draft.subscribe, draft.snapshot)
  return [text, (text) => draft.change({ text })]
}
