import { useTranslations } from 'use-intl'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { nameOf, type ShownMessage } from './merged.ts'
import type { Conversation } from './types.ts'

/**
 * The letters of a conversation with those that are answered here though they were written in another before them, and with
 * the mark on those that are answered elsewhere. Where the two were put together again, nothing is added.
 */
export function useSplitLetters({
  splits,
}: Pick<Conversation, 'splits'>): (letters: readonly ShownMessage[]) => ShownMessage[] {
  const t = useTranslations('split')
  const { language } = useLanguage()
  const standing = splits
    .filter(({ isUndone }) => !isUndone)
    .map(({ other, ...split }) => ({
      ...split,
      place: { conversationId: other?.id ?? '', name: other ? nameOf(other, language) : t('other') },
    }))
  return (letters) => [
    ...standing.flatMap(({ messages, place }) => messages.map((message) => ({ ...message, of: place }))),
    ...letters.map((letter) => {
      const split = standing.find(({ way, messageIds }) => way === 'into' && messageIds.includes(letter.id))
      return split ? { ...letter, answeredIn: split.place } : letter
    }),
  ]
}
