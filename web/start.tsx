import './styles/index.css'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Failure } from './components/Failure.tsx'
import { startingLanguage } from './i18n/language.ts'
import { LanguageProvider } from './i18n/LanguageProvider.tsx'
import { loadMessages, type Audience } from './i18n/messages.ts'

/** Puts the application into its document, once its sentences are there in the reader's language. */
export async function start(audience: Audience, app: ReactNode): Promise<void> {
  const container = document.getElementById('app')
  if (!container) {
    throw new Error('the document has no element with the id app')
  }
  const language = startingLanguage()
  const messages = await loadMessages(audience, language)

  function inLanguage(children: ReactNode): ReactNode {
    return (
      <LanguageProvider audience={audience} language={language} messages={messages}>
        {children}
      </LanguageProvider>
    )
  }

  const root = createRoot(container, {
    // React has taken the broken page down; what is left to do is to say so and offer a way on.
    onUncaughtError: (error) => {
      reportError(error)
      queueMicrotask(() => root.render(inLanguage(<Failure />)))
    },
  })
  root.render(inLanguage(app))
}
