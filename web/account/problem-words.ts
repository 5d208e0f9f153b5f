import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../api/problem.ts'
import type { FieldError } from '../components/ErrorSummary.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'

const problemCodes = [
  'sign-in-refused',
  'code-refused',
  'passkey-refused',
  'passkey-stopped',
  'passkey-known',
  'passkey-unsupported',
  'passkey-failed',
  'too-many-passkeys',
  'second-factor-needed',
  'step-up-needed',
  'last-second-factor',
  'invitation-refused',
  'invitation-used',
  'ticket-expired',
  'already-a-member',
  'email-in-use',
  'set-up-code-refused',
  'already-signed-in',
  'already-set-up',
] as const

const fieldCodes = [
  'wrong-code',
  'password-too-short',
  'password-too-long',
  'password-common',
  'password-contains-email',
  'password-wrong',
] as const

type AccountProblems = {
  /** One or two sentences for what went wrong. */
  words: (problem: ApiProblem) => string
  /** One entry per refused answer, or one for the whole form. `ids` are the form's fields by their path on the wire. */
  errors: (problem: ApiProblem, ids: Readonly<Record<string, string>>) => FieldError[]
}

/** Words for the refusals of sign-in, enrolment and the account. */
export function useAccountProblems(): AccountProblems {
  const t = useTranslations('account.problems')
  const fields = useTranslations('account.fieldProblems')
  const { problemWords, fieldWords } = useProblemWords()

  function words(problem: ApiProblem): string {
    if (problem.status === 429 && problem.code !== 'busy' && problem.retryAfterSeconds !== null) {
      return t('wait', { minutes: Math.ceil(problem.retryAfterSeconds / 60) })
    }
    const known = problemCodes.find((code) => code === problem.code)
    return known ? t(known) : problemWords(problem)
  }

  function errors(problem: ApiProblem, ids: Readonly<Record<string, string>>): FieldError[] {
    if (problem.fields.length === 0) {
      const id = ids[problem.code]
      return [{ text: words(problem), ...(id && { id }) }]
    }
    return problem.fields.map(({ path, code, limit }) => {
      const known = fieldCodes.find((candidate) => candidate === code)
      const id = ids[path]
      return { text: known ? fields(known, { limit: Number(limit ?? 0) }) : fieldWords(code), ...(id && { id }) }
    })
  }

  return { words, errors }
}
