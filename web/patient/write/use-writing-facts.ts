import type { ApiProblem } from '../../api/problem.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useRead } from '../../api/use-read.ts'
import { useWriting, type Writing } from '../use-writing.ts'

export type Topic = OutputOf<'GET /api/as/:membershipId/topics'>['items'][number]
export type Practice = OutputOf<'GET /api/as/:membershipId/practice'>
type WritingFacts = {
  facts:
    | {
        topics: readonly Topic[]
        practice: Practice
        /** Undefined where it could not be read: the send itself says what keeps it. */
        writing: Writing | undefined
      }
    | undefined
  problem: ApiProblem | undefined
  reload: () => void
}

/** What every page of writing stands on: the topics that are open now, the clinic's hours and phone, and what may stop it. */
export function useWritingFacts(membershipId: string): WritingFacts {
  const topics = useRead('GET /api/as/:membershipId/topics', { membershipId })
  const practice = useRead('GET /api/as/:membershipId/practice', { membershipId })
  const writing = useWriting(membershipId)
  const isKnown = writing.data !== undefined || writing.problem !== undefined
  return {
    facts:
      topics.data && practice.data && isKnown
        ? {
            topics: topics.data.items.filter(({ isOpen }) => isOpen),
            practice: practice.data,
            writing: writing.data,
          }
        : undefined,
    problem: topics.problem ?? practice.problem,
    reload: () => {
      void topics.reload()
      void practice.reload()
    },
  }
}
