import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { announce } from '../../components/Announcer.tsx'
import { useQueue } from '../queue/use-queue.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useAct } from '../use-act.ts'
import { checksRoute, inboxChecksRoute } from './checks.ts'

/**
 * Tells the server which tasks of an inbox are on the screen while a check can be done: when somebody comes to the page, when
 * the list changes, and when they touch it. A page that nobody is at tells nothing. How many urgent messages are left to open.
 */
export function useCheckInbox(careTeamId: string, canBeDone: boolean): number {
  const t = useTranslations('staffChecks.line')
  const { data } = useQueue(careTeamId, {})
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { run } = useAct()
  const [urgent, setUrgent] = useState(0)
  const touchedAt = useRef(0)
  const askedAt = useRef(0)
  const items = data?.items

  async function ask(): Promise<void> {
    if (!canBeDone || items === undefined || document.visibilityState !== 'visible') {
      return
    }
    askedAt.current = Date.now()
    const taskIds = items.slice(0, limits.pageRows).flatMap(({ task }) => (task === null ? [] : [task.id]))
    const answer = await run(() =>
      memberCall('PUT /api/as/:membershipId/inbox-checks/:careTeamId', { careTeamId, taskIds }),
    )
    if (answer) {
      setUrgent(answer.urgent)
      if (answer.isDone) {
        announce(t('now'))
        await readAgain([inboxChecksRoute, checksRoute])
      }
    }
  }

  // To come to the page is to be at it.
  useEffect(() => {
    touchedAt.current = Date.now()
  }, [])

  useEffect(() => {
    if (Date.now() - touchedAt.current < limits.checkActMs) {
      void ask()
    }
    // What is on the screen, and whether a check is open, is all that matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [items, canBeDone])

  useEffect(() => {
    function touch(): void {
      touchedAt.current = Date.now()
      if (Date.now() - askedAt.current > limits.checkAskMs) {
        void ask()
      }
    }
    document.addEventListener('pointerdown', touch)
    document.addEventListener('keydown', touch)
    return () => {
      document.removeEventListener('pointerdown', touch)
      document.removeEventListener('keydown', touch)
    }
  })

  return canBeDone ? urgent : 0
}
