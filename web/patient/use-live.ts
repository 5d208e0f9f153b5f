import { useEffect } from 'react'
import { invalidate } from '../api/use-read.ts'
import { openLive } from '../live.ts'

/** Follows the changes of one membership while it is on the screen: what they are about is read again. */
export function useLive(membershipId: string | null): void {
  useEffect(() => {
    if (membershipId === null) {
      return undefined
    }
    const live = openLive(membershipId)
    const prefix = `/api/as/:membershipId/conversations`
    const stop = live.subscribe((hint) => {
      if (hint.kind === 'draft' || hint.kind === 'inbox') {
        return
      }
      invalidate((key) => {
        if (hint.kind === 'reset') {
          return key.includes('/api/as/')
        }
        // A block is told by a message, and a limit may be free again when a conversation is closed.
        const isAlsoOf = key.startsWith(`GET ${prefix} `) || key.startsWith('GET /api/as/:membershipId/writing ')
        return key.includes(hint.conversationId) || isAlsoOf
      })
    })
    return () => {
      stop()
      live.close()
    }
  }, [membershipId])
}
