import { useTranslations } from 'use-intl'
import { useNavigate } from '../../components/navigation.ts'
import type { QueueShown } from '../addresses.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useAddresses } from '../membership.tsx'
import { rowId, type QueueItem } from './use-queue.ts'
import type { Selection } from './use-selection.ts'

type Place = {
  queue: string
  shown: QueueShown
  items: readonly QueueItem[]
  openId: string | undefined
  cursorId: string | undefined
  setCursorId: (id: string) => void
  selection: Selection
  /** Gives the focus to an element of the list, once nothing is open beside it. */
  goBackTo: (elementId: string) => void
}

/** The id of a row's link, so that keys can give it the focus. */
export function rowElementId(item: QueueItem): string {
  return `row-${rowId(item)}`
}

/** j and k go down and up; Enter opens, as it does on every link; x chooses the row and X all; u goes back to the queue. */
export function useQueueKeys(place: Place): void {
  const { queue, shown, items, openId, cursorId, setCursorId, selection, goBackTo } = place
  const t = useTranslations('staff.keys')
  const several = useTranslations('staffQueue.keys')
  const navigate = useNavigate()
  const addresses = useAddresses()

  function move(by: 1 | -1): void {
    const index = items.findIndex((item) => rowId(item) === cursorId || item.conversation.id === cursorId)
    const next = items[index === -1 ? 0 : Math.min(Math.max(index + by, 0), items.length - 1)]
    if (!next) {
      return
    }
    setCursorId(rowId(next))
    const link = document.getElementById(rowElementId(next))
    if (link?.checkVisibility()) {
      link.focus()
    } else if (openId !== undefined) {
      // One pane at a time: the next conversation itself.
      navigate(addresses.queue(queue, shown, next.conversation.id))
    }
  }

  function choose(): void {
    const item = items.find((one) => rowId(one) === cursorId || one.conversation.id === cursorId)
    if (item) {
      selection.toggle(item)
    }
  }

  useShortcuts([
    { keys: 'j', label: t('next'), run: () => move(1) },
    { keys: 'k', label: t('previous'), run: () => move(-1) },
    ...(items.length === 0
      ? []
      : [
          { keys: 'x', label: several('choose'), run: choose },
          { keys: 'X', label: several('all'), run: selection.toggleAll },
        ]),
    ...(openId === undefined
      ? []
      : [
          {
            keys: 'u',
            label: t('back'),
            run: () => {
              const item = items.find(({ conversation }) => conversation.id === openId)
              if (item) {
                goBackTo(rowElementId(item))
              }
              navigate(addresses.queue(queue, shown))
            },
          },
        ]),
  ])
}
