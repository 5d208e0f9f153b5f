import { useTranslations } from 'use-intl'
import { roles } from '../../shared/people.ts'
import type { Message, PersonReference, Side } from './types.ts'

/** Words for people of a conversation: their role, their name with it, and the author of a letter as `side` reads it. */
export function usePersonWords(): {
  roleWords: (role: string | null) => string | null
  personWords: (person: PersonReference) => string
  authorWords: (message: Message, place: { side: Side; clinic: string }) => string
} {
  const t = useTranslations('conversation')

  function roleWords(role: string | null): string | null {
    const known = roles.find((candidate) => candidate === role)
    return known ? t(`roles.${known}`) : null
  }

  function personWords(person: PersonReference): string {
    const name = person.name === '' ? t('thread.someone') : person.name
    const role = roleWords(person.role)
    return role ? t('thread.withRole', { name, role }) : name
  }

  function authorWords(message: Message, { side, clinic }: { side: Side; clinic: string }): string {
    if (message.kind === 'rule-reply') {
      return side === 'patient' ? t('thread.byRule', { clinic }) : t('thread.byRuleForClinic')
    }
    if (message.kind === 'auto-reply' || message.author.kind === 'system') {
      return t('thread.automatic', { clinic })
    }
    const { onBehalfOf, approvedBy } = message
    if (onBehalfOf || approvedBy) {
      const author = message.isMine ? t('thread.withYou', { author: message.author.name }) : message.author.name
      const other = onBehalfOf ? personWords(onBehalfOf) : ''
      if (!approvedBy) {
        return t('thread.onBehalf', { author, other })
      }
      // Named once with their role: who signs for themselves is the same person.
      const approver = approvedBy.id === onBehalfOf?.id ? approvedBy.name : personWords(approvedBy)
      return onBehalfOf
        ? t('thread.onBehalfApproved', { author, other, approver })
        : t('thread.approved', { author, approver })
    }
    if (!message.isMine) {
      return personWords(message.author)
    }
    return side === 'patient' ? t('thread.you') : t('thread.withYou', { author: personWords(message.author) })
  }

  return { roleWords, personWords, authorWords }
}
