/** Which of the general words (locales, `common.problems` and `common.fieldProblems`) says a refusal; a page may know better ones. */
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
  'no-room',
  'unexpected',
] as const
type ProblemKey = (typeof problemCodes)[number]

/** The general words for a problem: by its code, else by its HTTP status. */
export function problemKey({ status, code }: { readonly status: number; readonly code: string }): ProblemKey {
  // Of a file or of a message: the same words.
  const known = code.includes('no-room') ? 'no-room' : problemCodes.find((candidate) => candidate === code)
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
