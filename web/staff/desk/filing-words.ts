import { useTranslations } from 'use-intl'

const known = [
  'record-folder-full',
  'record-folder-missing',
  'record-folder-not-writable',
  'record-folder-failing',
  'record-name-refused',
  'record-file-differs',
  'record-already-differs',
  'files-not-scanned',
  'filing-failed',
] as const

/** Why a conversation is not in the chart yet, in words. */
export function useFilingProblem(): (code: string) => string {
  const t = useTranslations('staff.filing.problem')
  return (code) => t(known.find((problem) => problem === code) ?? 'filing-failed')
}
