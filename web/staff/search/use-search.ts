import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { InputOf, OutputOf } from '../../api/routes.ts'
import { useMembership } from '../membership.tsx'
import type { Answer } from '../read.ts'
import type { SearchRoute } from './search-filters.ts'

const route: SearchRoute = 'POST /api/as/:membershipId/search'
type SearchPage = OutputOf<SearchRoute>
export type Found = SearchPage['items'][number]
export type FoundRead = { items: readonly Found[]; hasMore: boolean; coverage: SearchPage['coverage'] }

/** What is found, page after page. A search is a look at messages and is recorded: it is made when it is asked for, and not again by itself. */
export function useSearch(
  asked: Omit<InputOf<SearchRoute>, 'membershipId'> | null,
): Answer<FoundRead> & { showMore: () => void; isReadingMore: boolean } {
  const { id: membershipId } = useMembership()
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, asked],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, ...asked, ...(pageParam && { cursor: pageParam }) }, { signal, isRepeatable: true }),
    enabled: asked !== null,
    initialPageParam: '',
    getNextPageParam: (last: SearchPage) => last.nextCursor ?? undefined,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    select: ({ pages }): FoundRead => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
      coverage: pages.at(-1)?.coverage ?? 'whole',
    }),
  })
  return {
    ...(query as unknown as Answer<FoundRead>),
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}

/** A message stands once among what was found; of a conversation without words there is one row. */
export function foundId(item: Found): string {
  return item.messageId ?? item.conversation.id
}
