import { createTranslator } from 'use-intl/core'
import type { ConversationMode } from '../../shared/conversation.ts'
import { footer as english } from '../../shared/locales/en/footer.ts'
import { footer as french } from '../../shared/locales/fr/footer.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import type { Role } from '../../shared/people.ts'
import { regions } from '../../shared/regions/index.ts'
import { fillTemplate } from '../../shared/template.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import type { Both } from './kept-text.ts'
import { templateValues } from './template-values.ts'

export type FooterFacts = {
  language: Language
  mode: ConversationMode
  now: Date
  calendar: BusinessCalendar
  practice: { name: string; phone: string; address: string }
  /** Who writes; null where a rule does, which signs nothing. */
  self: { name: string; role: Role } | null
  replyWithinMinutes: number
  signature: Both
  /** The practice's own words; empty: the product's. */
  footer: Both
}

/** What stands below a clinic's message: who wrote it, how soon the clinic answers, and what to do if it can't wait. Pure. */
export function composeFooter(facts: FooterFacts): string {
  const { language, signature, footer } = facts
  const own = footer[language]
  return [
    fill(facts, signature[language] || signature[other(language)]),
    own === '' ? standard(facts) : fill(facts, own),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The product's words. The emergency line comes first, as everywhere. */
function standard(facts: FooterFacts): string {
  const { language, calendar } = facts
  const say = translators[language]
  const [emergency] = regions[calendar.region].urgentLines
  const turnaround = fill(facts, '{turnaround}')
  return [
    ...(turnaround === '' ? [] : [say('turnaround', { turnaround })]),
    ...(emergency === undefined ? [] : [emergency.advice[language]]),
    say('urgent', { clinicPhone: facts.practice.phone }),
  ].join('\n')
}

/** Line by line: a line that cannot be filled in is left out, and so is one about answers where the patient cannot reply. */
function fill(
  { language, mode, replyWithinMinutes, now, calendar, practice, self }: FooterFacts,
  text: string,
): string {
  const topic = mode === 'one-way' ? null : { name: { en: '', fr: '' }, replyWithinMinutes }
  const values = templateValues({ now, calendar, practice, self, patient: null, topic, absence: null }, language)
  return text
    .split('\n')
    .map((line) => fillTemplate(line, values))
    .filter(({ missing }) => missing.length === 0)
    .map((line) => line.text)
    .join('\n')
    .trim()
}

function other(language: Language): Language {
  return language === 'en' ? 'fr' : 'en'
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
