import { useTranslations } from 'use-intl'

const known = [
  'phone',
  'email',
  'too-early',
  'in-future',
  'birth-date',
  'health-number-empty',
  'health-number-unexpected-character',
  'health-number-too-few-digits',
  'health-number-too-many-digits',
  'health-number-check-digit',
  'health-number-version-code',
  'not-found',
] as const

const names = ['givenName', 'familyName', 'name', 'email'] as const

/** What is wrong with an answer about a person, by its code and its place; null for codes that any form may meet. */
export function usePeopleWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffPeople.wrong')
  return (code, path) => {
    const name = names.find((candidate) => candidate === path)
    if (name && (code === 'missing' || code === 'empty')) {
      return t(`missing.${name}`)
    }
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : null
  }
}
