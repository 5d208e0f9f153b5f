import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Attachments } from '../../conversation/Attachments.tsx'
import type { Attachment } from '../../conversation/types.ts'
import { useMembership } from '../membership.tsx'

/** The files that wait with a proposed answer and go out with it. Nothing where there are none. */
export function GoingAlong({ attachments }: { attachments: readonly Attachment[] }): ReactNode {
  const t = useTranslations('staffConsults')
  const { id: membershipId } = useMembership()
  return attachments.length === 0 ? null : (
    <div>
      <p className="soft small">{t('goingAlong')}</p>
      <Attachments membershipId={membershipId} attachments={attachments} />
    </div>
  )
}
