import { useState } from 'react'
import { limits } from '../../../shared/limits.ts'
import { useMembership } from '../membership.tsx'

/** When this round began: kept while the tab is open, for the one who began it. No name and nothing of a patient is kept. */
export function useRound(): { since: string | null; begin: () => string; end: () => void } {
  const key = `threadwell.round.${useMembership().id}`
  const [since, setSince] = useState(() => fresh(sessionStorage.getItem(key)))

  return {
    since,
    begin: () => {
      const at = since ?? new Date().toISOString()
      sessionStorage.setItem(key, at)
      setSince(at)
      return at
    },
    end: () => {
      sessionStorage.removeItem(key)
      setSince(null)
    },
  }
}

/** A tab that was open all night begins anew. */
function fresh(since: string | null): string | null {
  return since !== null && Date.now() - new Date(since).getTime() < limits.roundMs ? since : null
}
