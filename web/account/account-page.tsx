import { useEffect, useMemo, useState, type ComponentType, type ReactNode } from 'react'
import { IntlProvider, useMessages } from 'use-intl'
import { languages, languageTag, type Language } from '../../shared/locales/index.ts'
import { Loading } from '../components/Loading.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { loadMessages, type Messages, type PageSentences } from '../i18n/messages.ts'
import { lazyPage } from './lazy-page.tsx'

const sentences = new Map<string, Messages>()

/** A page of the account: its code and its sentences are fetched together, when it is first shown. */
export function accountPage<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return spokenPage('account', load)
}

/** A page, or a part of one, whose code is fetched when it is first shown, together with sentences that only such pages say. */
export function spokenPage<Props>(own: PageSentences, load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return lazyPage(async () => {
    const [Page] = await Promise.all([load(), fetchSentences(own, spokenNow())])
    return withSentences(own, Page)
  })
}

function withSentences<Props>(own: PageSentences, Page: ComponentType<Props>): ComponentType<Props> {
  return function Spoken(props: Props): ReactNode {
    const { language } = useLanguage()
    const audience = useMessages()
    const [added, setAdded] = useState(() => sentences.get(keyOf(own, language)))
    const messages = useMemo(() => ({ ...audience, ...added }), [audience, added])

    useEffect(() => {
      // A change of language keeps the page as it is; until the other sentences are there, these stay.
      fetchSentences(own, language).then(setAdded, () => undefined)
    }, [language])

    if (!added) {
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

async function fetchSentences(own: PageSentences, language: Language): Promise<Messages> {
  const key = keyOf(own, language)
  const known = sentences.get(key) ?? (await loadMessages(own, language))
  sentences.set(key, known)
  return known
}

function keyOf(own: PageSentences, language: Language): string {
  return `${own} ${language}`
}

function spokenNow(): Language {
  return languages.find((language) => languageTag(language) === document.documentElement.lang) ?? 'en'
}
