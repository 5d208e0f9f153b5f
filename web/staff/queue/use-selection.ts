import { useState } from 'react'
import { limits } from '../../../shared/limits.ts'
import type { QueueItem } from './use-queue.ts'

/** Which conversations of those shown are chosen for one act; what leaves the list is chosen no more. */
export type Selection = {
  chosen: readonly QueueItem[]
  /** Their rows: two where two things are to do in one. */
  rows: readonly QueueItem[]
  has: (item: QueueItem) => boolean
  toggle: (item: QueueItem) => void
  /** All that are shown, up to as many as one act takes; none when they are chosen already. */
  toggleAll: () => void
  /** These alone, by the ids of their conversations. */
  keep: (conversationIds: readonly string[]) => void
}

export function useSelection(items: readonly QueueItem[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  // Two tasks of one conversation are two rows, and one choice.
  const rows = [...new Map(items.map((item) => [item.conversation.id, item])).values()]
  const chosen = rows.filter(({ conversation }) => ids.has(conversation.id))
  const idsOf = (some: readonly QueueItem[]) => new Set(some.map(({ conversation }) => conversation.id))
  const most = rows.slice(0, limits.bulkRows)
  return {
    chosen,
    rows: items.filter(({ conversation }) => ids.has(conversation.id)),
    has: ({ conversation }) => ids.has(conversation.id),
    toggle: (item) => {
      const next = idsOf(chosen)
      if (!next.delete(item.conversation.id) && next.size < limits.bulkRows) {
        next.add(item.conversation.id)
      }
      setIds(next)
    },
    toggleAll: () => setIds(chosen.length >= most.length ? new Set() : idsOf(most)),
    keep: (conversationIds) => setIds(new Set(conversationIds)),
  }
}
