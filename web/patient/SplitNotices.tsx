import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../components/Link.tsx'
import { Notice } from '../components/Notice.tsx'
import { nameOf } from '../conversation/merged.ts'
import type { Conversation } from '../conversation/types.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { hrefTo } from '../patient-router.tsx'
import { routes } from './routes.ts'

/** That the clinic answers some of it separately, and where the rest is. */
export function SplitNotices(props: { membershipId: string; conversation: Conversation }): ReactNode {
  const t = useTranslations('split.patient')
  const { language } = useLanguage()
  const { membershipId, conversation } = props
  return conversation.splits.map(({ way, other, at, isUndone }) => {
    if (other === null || isUndone) {
      return null
    }
    const name = nameOf(other, language)
    return (
      <Notice key={`${at} ${other.id}`} kind="info" heading={t(way, { name })}>
        <Link to={hrefTo(routes.conversation, { membershipId, conversationId: other.id })}>{t('open', { name })}</Link>
      </Notice>
    )
  })
}
