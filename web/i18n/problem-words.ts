import { useTranslations } from 'use-intl'
import { fieldKey, problemKey } from '../../shared/problem-keys.ts'

type Problem = { readonly status: number; readonly code: string }

/** Words for what any page may meet; a page looks for its own words by code first. */
export type ProblemWords = {
  /** A sentence or two for a failed request. */
  problemWords: (problem: Problem) => string
  /** A sentence for one refused answer, by its code. */
  fieldWords: (code: string) => string
}

export function useProblemWords(): ProblemWords {
  const problems = useTranslations('common.problems')
  const fields = useTranslations('common.fieldProblems')
  return {
    problemWords: (problem) => problems(problemKey(problem)),
    fieldWords: (code) => fields(fieldKey(code)),
  }
}
