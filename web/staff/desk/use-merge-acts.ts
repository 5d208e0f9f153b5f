import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useActProblemWords } from './act-words.ts'

const merged = 'api/as/:membershipId/conversations/:conversationId/merged/:otherId'
const refusals = [
  'already-merged',
  'merge-closed',
  'merge-one-way',
  'merge-other-inbox',
  'merge-held-elsewhere',
  'too-many-merged',
  'consult-open',
] as const

export type Versioned = { id: string; version: number }

/** Putting another conversation into one, and taking it out again. Each tells what was done; both are read again whatever came of it. */
export function useMergeActs() {
  const t = useTranslations('staffMerge')
  const memberCall = useMemberCall()
  const { tell } = useDone()
  const again = useBothAgain()
  const takeOut = (conversationId: string, otherId: string) =>
    memberCall(`DELETE /${merged}`, { conversationId, otherId }).finally(() => again(conversationId, otherId))

  return {
    putTogether: async (head: Versioned, other: Versioned & { name: string }) => {
      const { id: otherId, version: otherVersion, name } = other
      try {
        const { id: conversationId, version } = head
        await memberCall(`PUT /${merged}`, { conversationId, otherId, version, otherVersion })
        tell({ words: t('done', { name }), undo: () => takeOut(conversationId, otherId) })
      } finally {
        await again(head.id, otherId)
      }
    },
    takeApart: async (headId: string, otherId: string, name: string) => {
      await takeOut(headId, otherId)
      tell({ words: t('parted', { name }) })
    },
  }
}

/** Reads these conversations again, and the lists that show them. */
export function useBothAgain(): (...conversationIds: string[]) => Promise<unknown> {
  const readAgain = useReadAgain()
  return (...ids) => {
    void readAgain([
      'GET /api/as/:membershipId/queue',
      'GET /api/as/:membershipId/inboxes',
      'GET /api/as/:membershipId/conversations/:conversationId/mergeable',
    ])
    return Promise.all(
      ids.map((conversationId) =>
        readAgain(['GET /api/as/:membershipId/conversations/:conversationId'], { conversationId }),
      ),
    )
  }
}

/** Why two were not put together or taken apart, by code; null for what is no business of this. */
export function useMergeRefusals(): (code: string) => string | null {
  const t = useTranslations('staffMerge.refused')
  return (code) => {
    const known = refusals.find((candidate) => candidate === code)
    return known ? t(known) : null
  }
}

export function useMergeProblemWords(): (problem: ApiProblem) => string {
  const refusal = useMergeRefusals()
  const problemWords = useActProblemWords()
  return (problem) => refusal(problem.code) ?? problemWords(problem)
}
