import { createContext, use, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { rememberLanguage } from './language.ts'
import { loadMessages, type Audience, type Messages } from './messages.ts'

type LanguageChoice = { language: Language; setLanguage: (language: Language) => Promise<void> }
type Props = {
  audience: Audience
  language: Language
  messages: Messages
  /** The zone in which times are told: the practice's, once it is known. */
  timeZone?: string
  children: ReactNode
}

const LanguageContext = createContext<LanguageChoice | null>(null)

/** Gives the pages below their words; a change of language re-renders in place, so that nothing typed is lost. */
export function LanguageProvider({
  audience,
  language,
  messages,
  timeZone = 'America/Toronto',
  children,
}: Props): ReactNode {
  const [spoken, setSpoken] = useState({ language, messages })

  // Before any effect of the pages below: what they ask of the server, they ask in the language of the document.
  useLayoutEffect(() => {
    document.documentElement.lang = languageTag(spoken.language)
  }, [spoken.language])

  const choice = useMemo(() => {
    async function setLanguage(next: Language): Promise<void> {
      const nextMessages = await loadMessages(audience, next)
      rememberLanguage(next)
      setSpoken({ language: next, messages: nextMessages })
    }
    return { language: spoken.language, setLanguage }
  }, [audience, spoken.language])

  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={languageTag(spoken.language)} messages={spoken.messages} timeZone={timeZone}>
        {children}
      </IntlProvider>
    </LanguageContext>
  )
}

/** The reader's language, and how to change it on this device (a page also tells the account). */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext)
  if (!choice) {
    throw new Error('useLanguage needs <LanguageProvider> above it')
  }
  return choice
}
