import { useQueries } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { partsOf } from '../../conversation/merged.ts'
import type { Conversation } from '../../conversation/types.ts'
import { useMembership } from '../membership.tsx'

const route = 'GET /api/as/:membershipId/conversations/:conversationId'

/**
 * What was put into this conversation, each read through its own door: its newest letters, notes and state. `isMissing` when
 * one of them could not be read.
 */
export function useParts(conversation: Conversation): {
  parts: Conversation[]
  isMissing: boolean
  readParts: () => Promise<unknown>
} {
  const { id: membershipId } = useMembership()
  const answers = useQueries({
    queries: partsOf(conversation).map(({ id: conversationId }) => ({
      // Beside the pages of the same conversation on its own, which are kept in another form.
      queryKey: [route, membershipId, { conversationId }, 'part'],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(route, { membershipId, conversationId }, { signal }),
    })),
  })
  return {
    parts: answers.flatMap(({ data }) => data ?? []),
    isMissing: answers.some(({ data, error }) => data === undefined && error !== null),
    readParts: () => Promise.all(answers.map(({ refetch }) => refetch())),
  }
}
