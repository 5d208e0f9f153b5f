import { useEffect, useRef } from 'react'
import { call } from '../api/client.ts'
import { invalidate } from '../api/use-read.ts'
import type { Message } from '../conversation/types.ts'

type Reading = { membershipId: string; conversationId: string; last: Message | undefined; isFresh: boolean }

/** Tells the server that the newest letter was seen, once it has come into view of somebody who looks. */
export function useMarkRead({ membershipId, conversationId, last, isFresh }: Reading): void {
  const told = useRef(0)
  const sequence = last?.sequence ?? 0
  const letterId = last?.id

  useEffect(() => {
    const letter = letterId === undefined ? null : document.getElementById(`message-${letterId}`)
    if (!isFresh || !letter || sequence <= told.current) {
      return undefined
    }
    let isInView = false
    const tell = () => {
      if (isInView && document.visibilityState === 'visible' && sequence > told.current) {
        told.current = sequence
        call('PUT /api/as/:membershipId/conversations/:conversationId/read-position', {
          membershipId,
          conversationId,
          sequence,
        }).then(
          () => invalidate((key) => key.startsWith('GET /api/as/:membershipId/conversations ')),
          () => {
            // It did not arrive: the letter counts as unread until it is next seen.
            told.current = 0
          },
        )
      }
    }
    const observer = new IntersectionObserver((entries) => {
      isInView = entries.some(({ isIntersecting }) => isIntersecting)
      tell()
    })
    observer.observe(letter)
    document.addEventListener('visibilitychange', tell)
    return () => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', tell)
    }
  }, [membershipId, conversationId, letterId, sequence, isFresh])
}
