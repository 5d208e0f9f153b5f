import { createTranslator } from 'use-intl/core'
import { formatDateTime } from '../../shared/dates.ts'
import { reply as english } from '../../shared/locales/en/reply.ts'
import { reply as french } from '../../shared/locales/fr/reply.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { regions } from '../../shared/regions/index.ts'
import { whomToCall } from '../../shared/regions/region.ts'
import { isOpen, nextOpening, type BusinessCalendar } from './business-hours.ts'

export type AutoReply = {
  /** The patient's. */
  language: Language
  practiceName: string
  careTeamName: string
  sentAt: Date
  dueAt: Date
  /** The practice's hours: its region brings the public lines, its zone the clock. */
  calendar: BusinessCalendar
  /** As people read it: "613-555-0100". */
  clinicPhone: string
  /** The topic's own words, in the patient's language, for what is urgent; empty when it has none. */
  urgentHelp: string
  /** Who is away and who reads meanwhile; left out when nobody is, and when the patient knows. */
  away?: AwayWords | null
}

type Named = { kind: string; name: string }
/** `backAt` is when the clinic is open with them again; the note is their own, in the patient's language, or empty. */
export type AwayWords = { who: Named; by: Named; backAt: Date; note: string }

/** The plain text that answers a patient's message at once: who reads it, by when they answer, what to do if it can't wait. */
export function autoReplyText({ language, calendar, sentAt, dueAt, away = null, ...names }: AutoReply): string {
  const say = translators[language]
  const inWords = (instant: Date) => formatDateTime(language, calendar.timeZone, instant)
  const { practiceName, careTeamName, clinicPhone, urgentHelp } = names
  const open = isOpen(calendar, sentAt)

  const expectation = [say('expected', { dueTime: inWords(dueAt) })]
  if (!open) {
    expectation.push(say('closed', { openingTime: inWords(nextOpening(calendar, sentAt)) }))
  }
  return [
    ...(away === null ? [say('received', { careTeamName, practiceName })] : [say('receivedOnly'), wordsOf(away)]),
    expectation.join('\n'),
    ...urgentParts({ language, calendar, at: sentAt, clinicPhone, urgentHelp }),
  ].join('\n\n')

  function wordsOf({ who, by, backAt, note }: AwayWords): string {
    const isPerson = who.kind === 'practitioner'
    return [
      isPerson
        ? say('away', { name: who.name, backTime: inWords(backAt) })
        : say('inboxAway', { careTeamName: who.name, backTime: inWords(backAt) }),
      say(by.kind === 'practitioner' ? 'coveredByPerson' : 'coveredByInbox', { coveringName: by.name }),
      ...(note === '' ? [] : [note]),
    ].join('\n')
  }
}

/** The plain text that tells a patient another time to expect an answer by, before the one they know has passed. */
export function renewalText({
  dueAt,
  ...facts
}: Pick<AutoReply, 'language' | 'calendar' | 'clinicPhone' | 'urgentHelp' | 'dueAt'> & { at: Date }): string {
  const { language, calendar } = facts
  const say = translators[language]
  const dueTime = formatDateTime(language, calendar.timeZone, dueAt)
  return [[say('moreTime'), say('expected', { dueTime })].join('\n'), ...urgentParts(facts)].join('\n\n')
}

type UrgentFacts = Pick<AutoReply, 'language' | 'calendar' | 'clinicPhone' | 'urgentHelp'> & { at: Date }

/** What can't wait, and whom to call: in every automatic message. */
function urgentParts({ language, calendar, at, clinicPhone, urgentHelp }: UrgentFacts): string[] {
  const say = translators[language]
  const urgent = [say('onlyIfItCanWait')]
  if (urgentHelp !== '') {
    urgent.push(say('urgentForTopic', { urgentHelp }))
  }
  const lines = whomToCall(
    regions[calendar.region],
    say(isOpen(calendar, at) ? 'callClinic' : 'callClosedClinic', { clinicPhone }),
    ({ advice }) => advice[language],
  )
  return [urgent.join('\n'), [say('ifItCannotWait'), ...lines.map((line) => `• ${line}`)].join('\n')]
}

/** Made once: a translator keeps the messages it has compiled. */
const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
