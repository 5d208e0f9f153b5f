import { createTranslator } from 'use-intl/core'
import { formatDate, formatDateTime } from '../../shared/dates.ts'
import { conversation as englishWords } from '../../shared/locales/en/conversation.ts'
import { footer as english } from '../../shared/locales/en/footer.ts'
import { conversation as frenchWords } from '../../shared/locales/fr/conversation.ts'
import { footer as french } from '../../shared/locales/fr/footer.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import type { Role } from '../../shared/people.ts'
import type { TemplateValues } from '../../shared/template.ts'
import { type BusinessCalendar, NeverOpenError, nextOpening } from '../routing/business-hours.ts'
import { closingTime, workingDayMinutes } from '../routing/closing-time.ts'
import { dueAt } from '../routing/expected-reply.ts'

/** What the variables of a template follow from; null where there is none. */
export type ValueFacts = {
  now: Date
  calendar: BusinessCalendar
  practice: { name: string; phone: string; address: string }
  /** Who writes; null where a rule does. */
  self: { name: string; role: Role } | null
  patient: { givenName: string; familyName: string } | null
  topic: { name: Record<Language, string>; replyWithinMinutes: number } | null
  /** The writer's absence that is in force or comes next. */
  absence: { startsAt: Date; endsAt: Date; coveredBy: Record<Language, string> | null } | null
}

/** Every variable that has a value, in words of one language. Pure: tested as a table. */
export function templateValues(facts: ValueFacts, language: Language): TemplateValues {
  const { now, calendar, practice, self, patient, topic, absence } = facts
  const { timeZone } = calendar
  const inWords = (at: Date) => formatDateTime(language, timeZone, at)
  const closing = unlessNeverOpen(() => closingTime(calendar, now))
  const values: { [Name in keyof TemplateValues]: TemplateValues[Name] | null } = {
    clinicName: practice.name,
    clinicPhone: practice.phone,
    clinicAddress: practice.address,
    today: formatDate(language, timeZone, now),
    myName: self && self.name,
    myRole: self && roles[language][self.role],
    nextOpening: unlessNeverOpen(() => inWords(nextOpening(calendar, now))),
    clinicCloses: closing && inWords(closing.closesAt),
    clinicReopens: closing && inWords(closing.reopensAt),
    patientGivenName: patient && patient.givenName,
    patientName: patient && `${patient.givenName} ${patient.familyName}`,
    topicName: topic && topic.name[language],
    replyBy:
      topic &&
      unlessNeverOpen(() => inWords(dueAt({ calendar, sentAt: now, standardMinutes: topic.replyWithinMinutes }))),
    turnaround: topic && turnaroundWords(calendar, topic.replyWithinMinutes, language),
    awayFrom: absence && formatDate(language, timeZone, absence.startsAt),
    // The last day of it: an absence until Monday at midnight is over on Sunday.
    awayUntil: absence && formatDate(language, timeZone, new Date(absence.endsAt.getTime() - 1)),
    coveredBy: absence?.coveredBy?.[language] ?? null,
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''))
}

/** "2 working days", rounded up; "3 hours when we are open" below one. Null without hours. */
export function turnaroundWords(calendar: BusinessCalendar, minutes: number, language: Language): string | null {
  const dayMinutes = workingDayMinutes(calendar)
  if (dayMinutes === 0) {
    return null
  }
  const say = translators[language]
  return minutes < dayMinutes
    ? say('hours', { count: Math.ceil(minutes / 60) })
    : say('days', { count: Math.ceil(minutes / dayMinutes) })
}

function unlessNeverOpen<T>(find: () => T): T | null {
  try {
    return find()
  } catch (error) {
    if (error instanceof NeverOpenError) {
      return null
    }
    throw error
  }
}

const roles = { en: englishWords.roles, fr: frenchWords.roles }
const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
