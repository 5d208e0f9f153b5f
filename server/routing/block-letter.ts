import { createTranslator } from 'use-intl/core'
import { formatDateTime } from '../../shared/dates.ts'
import { capacity as english } from '../../shared/locales/en/capacity.ts'
import { capacity as french } from '../../shared/locales/fr/capacity.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { regions } from '../../shared/regions/index.ts'
import type { RegionCode } from '../../shared/regions/region.ts'

export type BlockLetter = {
  /** The patient's. */
  language: Language
  clinic: string
  phone: string
  reason: string
  until: Date
  timeZone: string
  region: RegionCode
}

/** What tells a patient that they cannot write for a while: until when, why, how to reach the clinic, and what if it is urgent. */
export function blockLetter(letter: BlockLetter): { subject: string; text: string } {
  const { language, clinic, phone, reason, until, timeZone, region } = letter
  const say = translators[language]
  const lines = regions[region].urgentLines.map(({ advice }) => `• ${advice[language]}`)
  return {
    subject: say('block.subject'),
    text: [
      say('block.text', { clinic, until: formatDateTime(language, timeZone, until) }),
      say('block.reason', { reason }),
      say('block.reach', { clinic, phone }),
      [say('block.urgent'), ...lines].join('\n'),
    ].join('\n\n'),
  }
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
