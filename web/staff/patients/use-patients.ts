import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useMembership } from '../membership.tsx'
import type { Answer } from '../read.ts'

const route = 'POST /api/as/:membershipId/patients/search'
type PatientsPage = OutputOf<typeof route>
export type Patient = PatientsPage['items'][number]
export type Patients = { items: readonly Patient[]; hasMore: boolean }

/** Patients by the beginning of their names, or the one with a health number; what was found stays while more is typed. */
export function usePatients(search: string): Answer<Patients> & { showMore: () => void; isReadingMore: boolean } {
  const { id: membershipId } = useMembership()
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, { search }],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, search, ...(pageParam && { cursor: pageParam }) }, { signal, isRepeatable: true }),
    initialPageParam: '',
    getNextPageParam: (last: PatientsPage) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    // Names stay in memory no longer than the page that shows them.
    gcTime: 0,
    select: ({ pages }): Patients => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
    }),
  })
  return {
    ...(query as unknown as Answer<Patients>),
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}
