import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import type { QueueName, QueueShown } from '../addresses.ts'
import { useMembership } from '../membership.tsx'
import type { Answer } from '../read.ts'

const route = 'GET /api/as/:membershipId/queue'
type QueuePage = OutputOf<typeof route>
export type QueueItem = QueuePage['items'][number]
export type QueueRead = { items: readonly QueueItem[]; hasMore: boolean }

/** The rows of a queue, page after page; a change reads all pages shown again. */
export function useQueue(
  queue: QueueName,
  { status = 'open', label, priority }: QueueShown,
): Answer<QueueRead> & { showMore: () => void; isReadingMore: boolean } {
  const { id: membershipId } = useMembership()
  const of = {
    status,
    ...(queue !== 'mine' && { careTeamId: queue }),
    ...(label && { labelId: label }),
    ...(priority && status === 'open' && { priority }),
  }
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, of],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, ...of, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: QueuePage) => last.nextCursor ?? undefined,
    select: ({ pages }): QueueRead => ({ items: withoutRepeats(pages), hasMore: pages.at(-1)?.nextCursor != null }),
  })
  return {
    ...(query as unknown as Answer<QueueRead>),
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}

/** A task that moved between two pages as they were read stands in both. */
function withoutRepeats(pages: readonly QueuePage[]): readonly QueueItem[] {
  return [...new Map(pages.flatMap(({ items }) => items.map((item) => [rowId(item), item]))).values()]
}

/** Two tasks of one conversation are two rows. */
export function rowId(item: QueueItem): string {
  return item.task?.id ?? item.conversation.id
}
