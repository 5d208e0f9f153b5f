import { useTranslations } from 'use-intl'
import { refusalCodes } from '../../../shared/capacity.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useTimeWords } from '../../components/Time.tsx'
import { askAgainWhetherToWrite } from '../use-writing.ts'

/**
 * Words for a send that was refused because the clinic takes fewer messages since the page was opened; null for another
 * refusal. The page asks again for the clinic's own words, which stand above what was written.
 */
export function useRefusalWords(): (problem: ApiProblem) => string[] | null {
  const t = useTranslations('patientWriting')
  const timeWords = useTimeWords()
  return ({ code, facts }) => {
    const refused = refusalCodes.find((candidate) => code === `writing-${candidate}`)
    if (refused === undefined) {
      return null
    }
    askAgainWhetherToWrite()
    const { until } = facts
    return [t(`refused.${refused}`), ...(typeof until === 'string' ? [t('sendAgain', { when: timeWords(until) })] : [])]
  }
}
