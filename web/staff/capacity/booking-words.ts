import { createTranslator } from 'use-intl/core'
import { capacity as english } from '../../../shared/locales/en/capacity.ts'
import { capacity as french } from '../../../shared/locales/fr/capacity.ts'
import { languageTag, type Language } from '../../../shared/locales/index.ts'

/** What a patient is told of the booking page, in their own language, whatever the reader's is. */
export function bookingWords(language: Language, url: string): string {
  return translators[language]('booking', { url })
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
