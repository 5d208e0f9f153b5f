import { useTranslations } from 'use-intl'
import { noticeProblems } from '../../../shared/notice.ts'

/** Why the last notice did not reach a patient, in words. */
export function useNoticeProblem(): (code: string) => string {
  const t = useTranslations('mail.problem')
  const own = useTranslations('staff.card')
  return (code) => {
    const known = noticeProblems.find((problem) => problem === code)
    return known ? t(known) : own('noticeProblem')
  }
}
