import { useEffect, useRef } from 'react'
import { quietMs } from '../../account/presence.ts'
import { useMemberCall } from '../read.ts'
import { useShowPresent } from './use-conversation.ts'

const beatMs = 20_000
/** Writing means a key in this conversation's box not long ago. */
const writingMs = 15_000
/** Nobody is here who has not touched the device for so long, though the page is open. */
const awayMs = 3 * 60_000

/** Tells colleagues that this conversation is looked at, or written in; returns what to call on each key. One for each mount. */
export function usePresence(conversationId: string): () => void {
  const memberCall = useMemberCall()
  const show = useShowPresent(conversationId)
  const wroteAt = useRef(0)
  const saidWriting = useRef(false)
  const say = useRef(async (_isLeaving: boolean) => undefined as void)

  useEffect(() => {
    say.current = async (isLeaving) => {
      const isWriting = !isLeaving && Date.now() - wroteAt.current < writingMs
      saidWriting.current = isWriting
      const route = 'PUT /api/as/:membershipId/conversations/:conversationId/presence'
      // A heartbeat that is lost is followed by the next one.
      const answer = await memberCall(route, { conversationId, isWriting, isLeaving }).catch(() => null)
      if (answer && !isLeaving) {
        show(answer.present)
      }
    }
  })

  useEffect(() => {
    const beat = () => {
      if (document.visibilityState === 'visible' && quietMs() < awayMs) {
        void say.current(false)
      }
    }
    beat()
    const timer = setInterval(beat, beatMs)
    document.addEventListener('visibilitychange', beat)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', beat)
      void say.current(true)
    }
  }, [])

  return () => {
    wroteAt.current = Date.now()
    if (!saidWriting.current) {
      void say.current(false)
    }
  }
}
