import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { openLive, type Live, type LiveState } from '../../live.ts'
import { announce } from '../../components/Announcer.tsx'
import { standingRoute } from '../capacity/standing.ts'
import { startsRoute } from '../later/use-starts.ts'
import { useCan, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'

const gatherMs = 250
/** What shows conversations, and is read again when one of them changed. */
const listRoutes = [
  'GET /api/as/:membershipId/queue',
  'GET /api/as/:membershipId/inboxes',
  'GET /api/as/:membershipId/unfiled',
  'GET /api/as/:membershipId/late',
  'GET /api/as/:membershipId/scheduled-sends',
  'GET /api/as/:membershipId/goals/today',
] as const
/** What shows words of one's own on their way out, of which no conversation tells yet. */
const ownSendRoutes = [startsRoute, standingRoute, 'GET /api/as/:membershipId/scheduled-sends'] as const
/** What shows how the checks of inboxes stand. */
const checkRoutes = ['GET /api/as/:membershipId/inbox-checks', 'GET /api/as/:membershipId/checks'] as const
const conversationRoute = 'GET /api/as/:membershipId/conversations/:conversationId'

/** Follows the changes of this membership: what is on the screen is read again, and new work is said aloud. */
export function LiveChanges(): ReactNode {
  const { id: membershipId } = useMembership()
  const can = useCan()
  const client = useQueryClient()

  useEffect(() => {
    const live = openLive(membershipId)
    setShared(live)
    let changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined

    function readAgain(): void {
      timer = undefined
      const ids = changed
      changed = new Set()
      void client.invalidateQueries({
        predicate: ({ queryKey: [route, , input] }) =>
          listRoutes.some((one) => one === route) ||
          (route === conversationRoute && ids.has((input as { conversationId: string }).conversationId)),
      })
    }

    const stop = live.subscribe((hint) => {
      if (hint.kind === 'reset') {
        void client.invalidateQueries()
        return
      }
      if (hint.kind === 'draft') {
        void client.invalidateQueries({
          predicate: ({ queryKey: [route] }) => ownSendRoutes.some((one) => one === route),
        })
        return
      }
      if (hint.kind === 'inbox') {
        void client.invalidateQueries({
          predicate: ({ queryKey: [route] }) => checkRoutes.some((one) => one === route),
        })
        return
      }
      // Hints come in bursts; one reading serves them all.
      changed.add(hint.conversationId)
      timer ??= setTimeout(readAgain, gatherMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
      live.close()
      setShared(null)
    }
  }, [client, membershipId])

  return can.work ? <NewWork /> : null
}

/** Says politely that there is more to do than a moment ago. The counts say the same beside each inbox. */
function NewWork(): ReactNode {
  const t = useTranslations('staff.live')
  const { data } = useRead('GET /api/as/:membershipId/inboxes', {})
  const [known, setKnown] = useState<ReadonlyMap<string, number> | null>(null)

  useEffect(() => {
    if (!data) {
      return
    }
    setKnown(new Map(data.inboxes.map(({ careTeam, open }) => [careTeam.id, open])))
    const more = known === null ? [] : data.inboxes.filter(({ careTeam, open }) => open > (known.get(careTeam.id) ?? 0))
    for (const { careTeam, open } of more) {
      announce(t('newWork', { count: open - (known?.get(careTeam.id) ?? 0), inbox: careTeam.name }))
    }
    // `known` is what was there before this answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data])

  return null
}

/** One stream per membership, shared by the banner. */
let shared: Live | null = null
const listeners = new Set<() => void>()

function setShared(live: Live | null): void {
  shared = live
  live?.onState(notify)
  notify()
}

function notify(): void {
  listeners.forEach((listener) => listener())
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shared?.state() ?? 'closed',
  )
}
