import { createTranslator } from 'use-intl/core'
import { mail as english } from '../../shared/locales/en/mail.ts'
import { mail as french } from '../../shared/locales/fr/mail.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import type { NoticeKind } from '../../shared/notice.ts'
import type { Config } from '../config.ts'
import type { Mail } from '../platform/mail.ts'

/**
 * The whole of a notice: that there is something to read, and where. Whoever sees the patient's mailbox learns no name,
 * no clinic and no subject, and the link is the same for everybody.
 */
export function noticeMail(
  notice: { id: string; kind: NoticeKind; language: Language; to: string; date: Date },
  { publicUrl }: Pick<Config, 'publicUrl'>,
): Mail {
  const say = translators[notice.language]
  return {
    to: notice.to,
    subject: say(`${notice.kind}.subject`),
    text: `${say(`${notice.kind}.text`)}\n\n${publicUrl}/\n`,
    languageTag: languageTag(notice.language),
    messageId: `<${notice.id}@${new URL(publicUrl).hostname}>`,
    date: notice.date,
  }
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
