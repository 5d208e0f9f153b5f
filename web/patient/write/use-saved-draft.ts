import { useEffect, useState } from 'react'
import { call } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { findUnsaved, type SavedDraft } from '../../conversation/draft.ts'

export type Found = {
  /** Undefined while it is being asked for; null: nothing was written yet. */
  saved: (SavedDraft & { topicId: string | null }) | null | undefined
  problem: ApiProblem | undefined
  retry: () => void
}

/**
 * The draft an address names, as the server has it now: an older answer would be taken for another window's words. What
 * could not be saved when its writer left is here already.
 */
export function useSavedDraft(membershipId: string, draftId: string | null): Found {
  const [saved, setSaved] = useState<Found['saved']>(() => (draftId === null ? null : held(draftId)))
  const [problem, setProblem] = useState<ApiProblem>()
  const [attempt, setAttempt] = useState(1)

  useEffect(() => {
    if (draftId === null || saved !== undefined) {
      return undefined
    }
    const stop = new AbortController()
    call('GET /api/as/:membershipId/drafts/:draftId', { membershipId, draftId }, { signal: stop.signal }).then(
      setSaved,
      (error: ApiProblem) => error.code !== 'stopped' && setProblem(error),
    )
    return () => stop.abort()
    // The draft gets its name in the address when it is first saved: that is no other draft to read.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [attempt])

  return {
    saved,
    problem,
    retry: () => {
      setProblem(undefined)
      setAttempt(attempt + 1)
    },
  }
}

function held(draftId: string): Found['saved'] {
  const snapshot = findUnsaved((draft) => draft.snapshot().id === draftId)?.snapshot()
  return snapshot && { ...snapshot, version: 0, attachments: snapshot.files, topicId: null }
}
