import { useEffect, useState, useSyncExternalStore } from 'react'
import { Draft, findUnsaved, type DraftPlace, type DraftSnapshot, type SavedDraft } from './draft.ts'

/**
 * A draft for as long as the component is there. Give the component a `key` of what is written to, so that words for
 * one never slip into another.
 */
export function useDraft(place: DraftPlace, saved: SavedDraft | null): { draft: Draft; now: DraftSnapshot } {
  const [draft] = useState(() => openDraft(place, saved))
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

  useEffect(() => {
    if (saved) {
      draft.adopt(saved)
    }
  }, [draft, saved])

  return { draft, now }
}

/** What could not be saved when its writer left is newer than what the server has. */
function openDraft(place: DraftPlace, saved: SavedDraft | null): Draft {
  const held = findUnsaved((draft) => (saved ? draft.snapshot().id === saved.id : draft.isFor(place)))
  held?.move(place)
  return held ?? new Draft(place, saved)
}
