/** The languages of every sentence a person reads. English is the source of the keys. */
export const languages = ['en', 'fr'] as const

export type Language = (typeof languages)[number]

/** The BCP 47 tag for `Intl`, `lang` attributes and mail headers: Canadian English and French. */
export function languageTag(language: Language): 'en-CA' | 'fr-CA' {
  return language === 'fr' ? 'fr-CA' : 'en-CA'
}
