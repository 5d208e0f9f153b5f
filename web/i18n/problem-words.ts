import { useTranslations } from 'use-intl'

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

const problemCodes = [
  'offline',
  'unreachable',
  'timeout',
  'stopped',
  'invalid-input',
  'sign-in-needed',
  'forbidden',
  'not-found',
  'conflict',
  'not-possible-now',
  'body-too-large',
  'too-many-requests',
  'busy',
  'unexpected',
] as const
type ProblemKey = (typeof problemCodes)[number]

/** The general words for a problem: by its code, else by its HTTP status. */
export function problemKey({ status, code }: Problem): ProblemKey {
  const known = problemCodes.find((candidate) => candidate === code)
  return known ?? byStatus[status] ?? (status > 500 ? 'busy' : 'unexpected')
}

const byStatus: Readonly<Record<number, ProblemKey>> = {
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'body-too-large',
  422: 'invalid-input',
  429: 'too-many-requests',
}

const fieldCodes = ['missing', 'malformed', 'empty', 'too-long', 'too-short', 'line-break'] as const
/** Codes of shared/text.ts whose words are the same: something in the text that nobody can see. */
const characterCodes: readonly string[] = ['nul', 'lone-surrogate', 'bidi-control', 'control', 'combining-marks']

/** The general words for a refused answer. */
export function fieldKey(code: string): (typeof fieldCodes)[number] | 'characters' {
  if (characterCodes.includes(code)) {
    return 'characters'
  }
  return fieldCodes.find((candidate) => candidate === code) ?? 'malformed'
}
