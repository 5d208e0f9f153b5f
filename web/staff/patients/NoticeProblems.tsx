import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { type NumberProblem, noticeProblems } from '../../../shared/notice.ts'
import { Notice } from '../../components/Notice.tsx'

type Props = { patient: { noticeProblem: string | null; textsStopped: NumberProblem | null } }

/** Why the last notice did not reach a patient, and why no text goes to their phone any more. */
export function NoticeProblems({ patient: { noticeProblem, textsStopped } }: Props): ReactNode {
  const mail = useTranslations('mail.problem')
  const texts = useTranslations('staffNotices.problem')
  const t = useTranslations('staff.card')
  const known = noticeProblems.find((problem) => problem === noticeProblem)
  return (
    <>
      {noticeProblem !== null && <Notice kind="urgent">{known ? mail(known) : t('noticeProblem')}</Notice>}
      {textsStopped !== null && (
        <Notice kind="urgent" heading={t('textsStopped')}>
          {texts(textsStopped)}
        </Notice>
      )}
    </>
  )
}
