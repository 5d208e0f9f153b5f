import { createHash } from 'node:crypto'
import { createTranslator } from 'use-intl/core'
import { mail as english } from '../../shared/locales/en/mail.ts'
import { mail as french } from '../../shared/locales/fr/mail.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import type { Config } from '../config.ts'
import type { Mail } from '../platform/mail.ts'

type Gathered = {
  practitionerId: string
  /** The beginning that it tells of. */
  at: Date
  waiting: number
  language: Language
  to: string
  date: Date
}

/** The whole of it: how many messages wait, and where. No name, no clinic, nothing of what was written. */
export function gatheredMail(gathered: Gathered, { publicUrl }: Pick<Config, 'publicUrl'>): Mail {
  const { practitionerId, at, waiting: count, language, to, date } = gathered
  const say = translators[language]
  // The same on every try, and it tells nobody whose it is.
  const id = createHash('sha256').update(`${practitionerId} ${at.toISOString()}`).digest('hex').slice(0, 32)
  return {
    to,
    subject: say('gathered.subject', { count }),
    text: `${say('gathered.text', { count })}\n\n${publicUrl}/staff\n`,
    languageTag: languageTag(language),
    messageId: `<${id}@${new URL(publicUrl).hostname}>`,
    date,
  }
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
