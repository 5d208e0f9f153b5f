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
      if (hint.kind === 'draft') {
        return
      }
      invalidate((key) => {
        if (hint.kind === 'reset') {
          return key.includes('/api/as/')
        }
        return key.includes(hint.conversationId) || key.startsWith(`GET ${prefix} `)
      })
    })
    return () => {
      stop()
      live.close()
    }
  }, [membershipId])
}
