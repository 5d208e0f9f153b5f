import type { ApiProblem } from '../../api/problem.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useRead } from '../../api/use-read.ts'

export type Topic = OutputOf<'GET /api/as/:membershipId/topics'>['items'][number]
export type Practice = OutputOf<'GET /api/as/:membershipId/practice'>
type WritingFacts = {
  facts: { topics: readonly Topic[]; practice: Practice } | undefined
  problem: ApiProblem | undefined
  reload: () => void
}

/** What every page of writing stands on: the topics that are open now, and the clinic's hours and phone. */
export function useWritingFacts(membershipId: string): WritingFacts {
  const topics = useRead('GET /api/as/:membershipId/topics', { membershipId })
  const practice = useRead('GET /api/as/:membershipId/practice', { membershipId })
  return {
    facts:
      topics.data && practice.data
        ? { topics: topics.data.items.filter(({ isOpen }) => isOpen), practice: practice.data }
        : undefined,
    problem: topics.problem ?? practice.problem,
    reload: () => {
      void topics.reload()
      void practice.reload()
    },
  }
}
