import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { nameOf } from '../../conversation/merged.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import type { Worked } from './use-conversation.ts'

/** Which messages are answered elsewhere, or were written elsewhere; each with the way there. */
export function SplitNotices({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffSplit')
  const split = useTranslations('split')
  const { language } = useLanguage()
  const addresses = useAddresses()
  return conversation.splits
    .filter(({ isUndone }) => !isUndone)
    .map(({ way, other, at }) => {
      const name = other ? nameOf(other, language) : split('other')
      return (
        <Notice key={`${at} ${other?.id}`} kind="info" heading={t(way, { name })}>
          {way === 'from' && <p>{t('undoHint')}</p>}
          {other && <Link to={addresses.conversation(other.id)}>{t('open', { name })}</Link>}
        </Notice>
      )
    })
}
