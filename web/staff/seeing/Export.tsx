import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import type { SeenTable } from '../../../shared/seeing.ts'
import { Link } from '../../components/Link.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { todayIn } from '../day-end.ts'
import { useMembership } from '../membership.tsx'
import { askOf, type Look } from './look.ts'

/** Takes one table away as a file; the act is recorded. */
export function Export({ table, title, look }: { table: SeenTable; title: string; look: Look }): ReactNode {
  const t = useTranslations('staffSeeing.tables')
  const { language } = useLanguage()
  const { id, practice } = useMembership()
  const today = todayIn(practice.timeZone, useNow({ updateInterval: 60_000 }))
  const query = new URLSearchParams({ table, language, ...askOf(look, today) })
  return (
    <Link
      look="secondary"
      to={`/api/as/${id}/seeing/export?${query}`}
      download=""
      aria-label={t('exportOf', { table: title })}
    >
      {t('export')}
    </Link>
  )
}
