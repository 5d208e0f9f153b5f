import type { Language } from '../../shared/locales/index.ts'
import type * as account from './account-en.ts'
import type * as patient from './patient-en.ts'
import type * as staff from './staff-en.ts'
import type * as texts from './texts-en.ts'
import type * as writing from './writing-en.ts'

/** Every namespace of either audience; a page names one in `useTranslations('…')`, and keys and arguments are checked. */
export type Messages = typeof patient &
  typeof account &
  typeof writing &
  typeof texts &
  Omit<typeof staff, keyof typeof patient>
export type Audience = 'patient' | 'staff'
/** Sentences that are fetched with the pages that need them, beside those of the audience. */
export type PageSentences = 'account' | 'texts' | 'writing'

/** Fetches the sentences of one audience, or of some pages, in one language, as a file of its own. */
export async function loadMessages(audience: Audience | PageSentences, language: Language): Promise<Messages> {
  // Each audience uses its own namespaces only; the types are the union of both, so that shared components see one set.
  return (await loaders[audience][language]()) as unknown as Messages
}

const loaders: Record<Audience | PageSentences, Record<Language, () => Promise<object>>> = {
  patient: { en: () => import('./patient-en.ts'), fr: () => import('./patient-fr.ts') },
  account: { en: () => import('./account-en.ts'), fr: () => import('./account-fr.ts') },
  texts: { en: () => import('./texts-en.ts'), fr: () => import('./texts-fr.ts') },
  writing: { en: () => import('./writing-en.ts'), fr: () => import('./writing-fr.ts') },
  staff: { en: () => import('./staff-en.ts'), fr: () => import('./staff-fr.ts') },
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: 'en-CA' | 'fr-CA'
    Messages: Messages
  }
}
