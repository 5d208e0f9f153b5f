import { useEffect } from 'react'
import { limits } from '../../shared/limits.ts'
import type { Message } from '../conversation/types.ts'

/** While a file is being checked a hint says when that has ended; should it be lost, the conversation is read again now and then. */
export function useCheckedFiles(messages: readonly Message[], readAgain: () => void): void {
  const isWaiting = messages.some(({ attachments }) => attachments.some(({ status }) => status === 'quarantined'))

  useEffect(() => {
    if (!isWaiting) {
      return undefined
    }
    const timer = setInterval(() => document.visibilityState === 'visible' && readAgain(), limits.fileCheckMs)
    return () => clearInterval(timer)
    // The caller's function is another one on every render, and does the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isWaiting])
}
