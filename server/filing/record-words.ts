import { createTranslator } from 'use-intl/core'
import { formatDateTime } from '../../shared/dates.ts'
import { record as english } from '../../shared/locales/en/record.ts'
import { record as french } from '../../shared/locales/fr/record.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { type FiledParticipant } from './filed-conversation.ts'

/** The words of a filed record in one language; `t` as in use-intl, instants in the zone given. */
export function recordWords(language: Language, timeZone: string) {
  // English gives the types of both catalogues; the keys of the French one are checked against them where it is written.
  const messages: typeof english = language === 'fr' ? (french as unknown as typeof english) : english
  const t = createTranslator({ locale: languageTag(language), timeZone, messages, onError: fail })
  const zoneFormat = new Intl.DateTimeFormat(languageTag(language), { timeZone, timeZoneName: 'short' })

  const listFormat = new Intl.ListFormat(languageTag(language), { type: 'conjunction' })

  return {
    t,
    language,
    /** "Rash, Fever and Cough". */
    list: (names: readonly string[]): string => listFormat.format(names),
    /** "Wednesday, November 25, 2026 at 5:00 p.m. (EST)": the zone's name tells the two 1:30 a.m. of autumn apart. */
    instant(date: Date): string {
      const zone = zoneFormat.formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? timeZone
      return t('instant', { when: formatDateTime(language, timeZone, date), zone })
    },
    role(person: FiledParticipant): string {
      if (person.kind !== 'practitioner') {
        return t(`roles.${person.kind}`)
      }
      const role = t(`roles.${person.role}`)
      if (!person.licence) {
        return role
      }
      const licence = t(`licences.${person.licence.college}`, { number: person.licence.number })
      return t('people.withLicence', { role, licence })
    },
  }
}

/** A word that is missing or malformed must stop the filing: half a sentence has no place in a chart. */
function fail(error: Error): never {
  throw error
}

export type RecordWords = ReturnType<typeof recordWords>
