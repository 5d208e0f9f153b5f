import { useEffect } from 'react'
import { useMemberCall } from '../read.ts'

type Reading = { id: string; sequence: number; isRestricted: boolean }

/** Who has it on the screen has read it: up to the newest message, and not while the page is hidden or the words are withheld. */
export function useMarkRead({ id: conversationId, sequence, isRestricted }: Reading): void {
  const memberCall = useMemberCall()

  useEffect(() => {
    if (isRestricted || sequence === 0) {
      return undefined
    }
    const mark = () => {
      if (document.visibilityState === 'visible') {
        document.removeEventListener('visibilitychange', mark)
        const route = 'PUT /api/as/:membershipId/conversations/:conversationId/read-position'
        // The position never moves back, and the next message moves it again.
        memberCall(route, { conversationId, sequence }).catch(() => undefined)
      }
    }
    document.addEventListener('visibilitychange', mark)
    mark()
    return () => document.removeEventListener('visibilitychange', mark)
    // One marking for each newest message.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [conversationId, sequence, isRestricted])
}
