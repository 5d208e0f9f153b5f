import type { Addresses, QueueShown } from '../addresses.ts'
import type { Saved, SavedView } from './search-filters.ts'

type Queue = NonNullable<Saved['queue']>
export type QueueView = SavedView & { filters: { queue: Queue } }

/** Whether a view opens a queue; others search. */
export function isQueueView(view: SavedView): view is QueueView {
  return view.filters.queue !== undefined
}

/** What of a queue is shown, as it is kept under a name. */
export function toSavedQueue(queue: string, { status = 'open', label, priority }: QueueShown): Saved {
  return {
    queue: {
      ...(queue !== 'mine' && { careTeamId: queue }),
      status,
      ...(label && { labelId: label }),
      ...(priority && status === 'open' && { priority }),
    },
  }
}

/** Where a view leads: of an inbox that is no longer among these, to one's own work, narrowed as it was. */
export function queueAddress(addresses: Addresses, view: QueueView, inboxIds: readonly string[]): string {
  const { careTeamId, status, labelId, priority } = view.filters.queue
  const isThere = careTeamId !== undefined && inboxIds.includes(careTeamId)
  return addresses.queue(isThere ? careTeamId : 'mine', {
    status,
    label: labelId,
    priority: priority === 'urgent' ? priority : undefined,
    view: view.id,
  })
}

/** Whether this is the queue that was kept. */
export function isSameQueue(view: QueueView, shown: Saved): boolean {
  const parts = ({ careTeamId, status, labelId, priority }: Partial<Queue> = {}) =>
    JSON.stringify([careTeamId, status, labelId, priority])
  return parts(view.filters.queue) === parts(shown.queue)
}
