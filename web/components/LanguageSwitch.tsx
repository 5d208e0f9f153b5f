import type { ReactNode } from 'react'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { Button } from './Button.tsx'

/** Each language says its own name in its own words, whatever is spoken now. */
const names: Record<Language, string> = { en: 'English', fr: 'Français' }

/** Changes the language in place: the page, its scroll and what was typed stay. `onChange` tells the account. */
export function LanguageSwitch({ onChange }: { onChange?: (language: Language) => void }): ReactNode {
  const { language, setLanguage } = useLanguage()
  const other: Language = language === 'en' ? 'fr' : 'en'

  async function change(): Promise<void> {
    await setLanguage(other)
    onChange?.(other)
  }

  return (
    <Button look="quiet" lang={languageTag(other)} onClick={() => void change()}>
      {names[other]}
    </Button>
  )
}
