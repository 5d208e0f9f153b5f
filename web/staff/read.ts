import { QueryClient, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { InputOf, OutputOf, ReadRoute, Route } from '../api/routes.ts'
import { useMembership } from './membership.tsx'

type InPractice = `${string} /api/as/:membershipId/${string}`
/** The reads of one membership; `membershipId` is filled in. */
export type MemberRead = Extract<ReadRoute, InPractice>
export type MemberRoute = Extract<Route, InPractice>
export type MemberInput<R extends MemberRoute> = Omit<InputOf<R>, 'membershipId'>
export type Answer<T> = UseQueryResult<T>

/** The cache of everything that was read. The client tries again by itself and knows when it is offline. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        staleTime: 2_000,
        throwOnError: (error) => !(error instanceof ApiProblem),
      },
    },
  })
}

/** Reads as the present member; the answer stays on screen while it is read again. */
export function useRead<R extends MemberRead>(
  route: R,
  input: MemberInput<R>,
  options: { isWanted?: boolean; keepsPrevious?: boolean } = {},
): Answer<OutputOf<R>> {
  const { id: membershipId } = useMembership()
  return useQuery<OutputOf<R>>({
    queryKey: [route, membershipId, input],
    queryFn: ({ signal }) => call(route, { ...input, membershipId } as unknown as InputOf<R>, { signal }),
    enabled: options.isWanted ?? true,
    placeholderData: (previous: OutputOf<R> | undefined) => (options.keepsPrevious ? previous : undefined) as never,
  })
}

/** Makes a call as the present member. */
export function useMemberCall(): <R extends MemberRoute>(
  route: R,
  input: MemberInput<R>,
  options?: Parameters<typeof call>[2],
) => Promise<OutputOf<R>> {
  const { id: membershipId } = useMembership()
  return (route, input, options) => call(route, { ...input, membershipId } as unknown as InputOf<typeof route>, options)
}

/** Reads again what these routes gave, wherever it is shown; with `part`, only answers whose input has it. */
export function useReadAgain(): (
  routes: readonly MemberRoute[],
  part?: Readonly<Record<string, string>>,
) => Promise<void> {
  const client = useQueryClient()
  return async (routes, part = {}) => {
    await client.invalidateQueries({
      predicate: ({ queryKey: [route, , input] }) =>
        routes.some((one) => one === route) &&
        Object.entries(part).every(([name, value]) => (input as Record<string, unknown>)[name] === value),
    })
  }
}
