import { useEffect, useRef } from 'react'
import { letterId } from '../../conversation/Letter.tsx'
import type { useConversation } from './use-conversation.ts'

/** Brings one message into view, once; older pages are read until it is there. */
export function useShowMessage(messageId: string | undefined, answer: ReturnType<typeof useConversation>): void {
  const shown = useRef<string | undefined>(undefined)
  const { data, isReadingOlder, showOlder } = answer

  useEffect(() => {
    if (messageId === undefined || data === undefined || shown.current === messageId) {
      return
    }
    const letter = document.getElementById(letterId(messageId))?.closest('li')
    if (letter) {
      shown.current = messageId
      letter.scrollIntoView({ block: 'center' })
    } else if (data.hasOlder && !isReadingOlder) {
      showOlder()
    }
  }, [messageId, data, isReadingOlder, showOlder])
}
