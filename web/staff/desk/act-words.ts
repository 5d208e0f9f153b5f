import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { ownerInFacts } from './use-conversation-acts.ts'

const known = ['too-old-to-reopen', 'already-withdrawn', 'practice-not-open-yet', 'you-are-away'] as const

/** Why an act on a conversation was refused, and what to do. */
export function useActProblemWords(): (problem: ApiProblem) => string {
  const t = useTranslations('staff.refused')
  const { problemWords } = useProblemWords()
  return (problem) => {
    if (problem.code === 'changed-meanwhile') {
      const owner = ownerInFacts(problem)
      return owner ? t('taken', { name: owner }) : t('changed-meanwhile')
    }
    if (problem.fields.some(({ code }) => code === 'cannot-take-tasks')) {
      return t('cannot-take-tasks')
    }
    const code = known.find((candidate) => candidate === problem.code)
    return code ? t(code) : problemWords(problem)
  }
}
