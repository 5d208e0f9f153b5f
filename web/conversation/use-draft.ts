import { useEffect, useState, useSyncExternalStore } from 'react'
import { Draft, type DraftPlace, type DraftSnapshot, type SavedDraft } from './draft.ts'

/**
 * A draft for as long as the component is there. Give the component a `key` of what is written to, so that words for
 * one never slip into another.
 */
export function useDraft(place: DraftPlace, saved: SavedDraft | null): { draft: Draft; now: DraftSnapshot } {
  const [draft] = useState(() => new Draft(place, saved))
  const now = useSyncExternalStore(draft.subscribe, draft.snapshot)

  useEffect(() => {
    const saveNow = () => {
      if (document.visibilityState === 'hidden' && draft.isOnServer()) {
        void draft.save()
      }
    }
    document.addEventListener('visibilitychange', saveNow)
    return () => {
      document.removeEventListener('visibilitychange', saveNow)
      // The page has moved on: what cannot be saved now can be told to nobody.
      draft.close().catch(() => undefined)
    }
  }, [draft])

  return { draft, now }
}
