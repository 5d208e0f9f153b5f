import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import type { Work } from '../desk/use-conversation.ts'

export type Consult = Work['consults'][number]
export const delegationsRoute = 'GET /api/as/:membershipId/delegations'

/** The question that waits, and the last one that was decided. */
export function consultsOf({ consults }: Work): { open: Consult | undefined; last: Consult | undefined } {
  const open = consults.find(({ isOpen }) => isOpen)
  return { open, last: open ? undefined : consults.find(({ status }) => status !== 'requested') }
}

const refusals = [
  'already-asked',
  'already-decided',
  'patient-wrote-again',
  'conversation-moved-on',
  'conversation-closed',
  'answer-waiting',
  'patient-left',
  'not-to-be-signed',
] as const
const fields = [
  'in-the-past',
  'too-far-ahead',
  'date',
  'cannot-be-asked',
  'no-clinician',
  'unfilled-variable',
  'wait-for-files',
  'file-not-ready',
] as const

/** Why a question or a decision was refused, in whole sentences; null where the general words will do. */
export function useConsultWrong() {
  const t = useTranslations('staffConsults.wrong')
  const { problemWords } = useProblemWords()

  function fieldWrong(code: string, limit?: string | number): string | null {
    const known = fields.find((one) => one === code)
    return known ? t(known, { limit: String(limit ?? '') }) : null
  }

  function refusalWords(problem: ApiProblem): string {
    const by = problem.facts['by'] as { name?: unknown } | null | undefined
    if (problem.code === 'already-decided' && typeof by?.name === 'string') {
      return t('already-decided-by', { name: by.name })
    }
    const known = refusals.find((one) => one === problem.code)
    const [field] = problem.fields
    return known ? t(known) : ((field && fieldWrong(field.code, field.limit)) ?? problemWords(problem))
  }

  return { t, fieldWrong, refusalWords }
}
