import { useTranslations } from 'use-intl'
import { sendRefusals } from '../../../shared/scheduled-send.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { ownerInFacts } from './use-conversation-acts.ts'

const known = ['too-old-to-reopen', 'already-withdrawn', 'practice-not-open-yet', 'you-are-away'] as const
const knownOfSends = [
  'already-sent',
  'conversation-moved-on',
  'answer-waiting',
  'patient-left',
  ...sendRefusals,
] as const

/** Why an act on a conversation was refused, and what to do. */
export function useActProblemWords(): (problem: ApiProblem) => string {
  const t = useTranslations('staff.refused')
  const later = useTranslations('staffLater')
  const { problemWords } = useProblemWords()
  return (problem) => {
    if (problem.code === 'changed-meanwhile') {
      const owner = ownerInFacts(problem)
      return owner ? t('taken', { name: owner }) : t('changed-meanwhile')
    }
    if (problem.fields.some(({ code }) => code === 'cannot-take-tasks')) {
      return t('cannot-take-tasks')
    }
    const ofSend = knownOfSends.find((candidate) => candidate === problem.code)
    if (ofSend) {
      return later(`refused.${ofSend}`)
    }
    const code = known.find((candidate) => candidate === problem.code)
    return code ? t(code) : problemWords(problem)
  }
}
