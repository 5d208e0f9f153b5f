import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { languageTag } from '../../shared/locales/index.ts'
import { NavigateContext } from '../components/navigation.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { createQueryClient } from './read.ts'
import { createStaffRouter } from './router.tsx'
import './staff.css'

/** The clinic's application: the cache, the addresses and the words around every page. */
export function App(): ReactNode {
  const { language } = useLanguage()
  const [client] = useState(createQueryClient)
  const [router] = useState(createStaffRouter)

  const askedIn = useRef(language)

  useEffect(() => {
    if (askedIn.current !== language) {
      askedIn.current = language
      // Names of inboxes come in the language that was asked in; an answer still on its way would come in the other.
      void client.cancelQueries().then(() => client.invalidateQueries())
    }
  }, [client, language])

  return (
    <QueryClientProvider client={client}>
      <I18nProvider locale={languageTag(language)}>
        <NavigateContext value={(href, how = 'push') => router.history[how](href)}>
          <RouterProvider router={router} />
        </NavigateContext>
      </I18nProvider>
    </QueryClientProvider>
  )
}
