import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../components/Notice.tsx'
import { useTimeWords } from '../components/Time.tsx'
import type { Conversation } from '../conversation/types.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'

/** Whom the patient writes to is away: until when, who reads meanwhile, and their own words. */
export function Away({ away }: { away: Conversation['away'] }): ReactNode {
  const t = useTranslations('patient.away')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  if (!away) {
    return null
  }
  const { who, by, backAt, note } = away
  const words = { name: who.name, when: timeWords(backAt) }
  return (
    <Notice kind="info" heading={who.kind === 'practitioner' ? t('person', words) : t('inbox', words)}>
      <p>{by.kind === 'practitioner' ? t('byPerson', { name: by.name }) : t('byInbox', { name: by.name })}</p>
      {note && <p dir="auto">{note[language]}</p>}
    </Notice>
  )
}
