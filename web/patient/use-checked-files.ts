import { useEffect } from 'react'
import { call } from '../api/client.ts'
import type { Message } from '../conversation/types.ts'

const askEveryMs = 5_000

type Watching = { membershipId: string; messages: readonly Message[]; onChecked: () => void }

/** Asks after files that are still being checked, and says when one is done: no hint comes for that. */
export function useCheckedFiles({ membershipId, messages, onChecked }: Watching): void {
  const waiting = messages
    .flatMap(({ attachments }) => attachments)
    .filter(({ status }) => status === 'quarantined')
    .map(({ id }) => id)
    .join(' ')

  useEffect(() => {
    if (waiting === '') {
      return undefined
    }
    const ask = async (attachmentId: string) => {
      const { status } = await call('GET /api/as/:membershipId/attachments/:attachmentId', {
        membershipId,
        attachmentId,
      })
      if (status !== 'quarantined') {
        onChecked()
      }
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        // What cannot be asked now is asked again the next time.
        waiting.split(' ').forEach((id) => ask(id).catch(() => undefined))
      }
    }, askEveryMs)
    return () => clearInterval(timer)
    // The caller's function is another one on every render, and does the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [membershipId, waiting])
}
