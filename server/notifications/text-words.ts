import { createTranslator } from 'use-intl/core'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { texts as english } from '../../shared/locales/en/texts.ts'
import { texts as french } from '../../shared/locales/fr/texts.ts'
import type { NoticeKind } from '../../shared/notice.ts'

/** The whole of a notice by text: whoever holds the phone learns no name, no clinic, no subject and no address. */
export function noticeText(notice: { kind: NoticeKind; language: Language }): string {
  return translators[notice.language](notice.kind)
}

/** The text with which a number is shown to be somebody's own. */
export function codeText(code: string, language: Language): string {
  return translators[language]('code', { code })
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
