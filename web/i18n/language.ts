import { languages, type Language } from '../../shared/locales/index.ts'

const storageKey = 'threadwell.language'

/** The language to start in: the account's when it is known, else the one chosen on this device, else the browser's. */
export function startingLanguage(account?: Language | null): Language {
  return account ?? rememberedLanguage() ?? languageOf(navigator.languages)
}

/** The first of the wanted tags ('fr-CA', 'en') that the product speaks; English when it speaks none. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => language === tag.slice(0, 2).toLowerCase())
    if (found) {
      return found
    }
  }
  return 'en'
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Storage may be forbidden; the account still remembers.
  }
}

function rememberedLanguage(): Language | undefined {
  try {
    return languages.find((language) => language === localStorage.getItem(storageKey))
  } catch {
    return undefined
  }
}
