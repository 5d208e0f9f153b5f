import { useEffect, useMemo, useState, type ComponentType, type ReactNode } from 'react'
import { IntlProvider, useMessages } from 'use-intl'
import { languages, languageTag, type Language } from '../../shared/locales/index.ts'
import { Loading } from '../components/Loading.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { loadMessages, type Messages } from '../i18n/messages.ts'
import { lazyPage } from './lazy-page.tsx'

const sentences = new Map<Language, Messages>()

/** A page of the account: its code and its sentences are fetched together, when it is first shown. */
export function accountPage<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return lazyPage(async () => {
    const [Page] = await Promise.all([load(), fetchSentences(spokenNow())])
    return withSentences(Page)
  })
}

function withSentences<Props>(Page: ComponentType<Props>): ComponentType<Props> {
  return function Spoken(props: Props): ReactNode {
    const { language } = useLanguage()
    const audience = useMessages()
    const [own, setOwn] = useState(() => sentences.get(language))
    const messages = useMemo(() => ({ ...audience, ...own }), [audience, own])

    useEffect(() => {
      // A change of language keeps the page as it is; until the other sentences are there, these stay.
      fetchSentences(language).then(setOwn, () => undefined)
    }, [language])

    if (!own) {
      return <Loading />
    }
    const Shown = Page as ComponentType<object>
    return (
      <IntlProvider locale={languageTag(language)} messages={messages}>
        <Shown {...(props as object)} />
      </IntlProvider>
    )
  }
}

async function fetchSentences(language: Language): Promise<Messages> {
  const known = sentences.get(language) ?? (await loadMessages('account', language))
  sentences.set(language, known)
  return known
}

function spokenNow(): Language {
  return languages.find((language) => languageTag(language) === document.documentElement.lang) ?? 'en'
}
