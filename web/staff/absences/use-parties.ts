import { useTranslations } from 'use-intl'
import { workingRoles } from '../../../shared/people.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useCan, useMembership } from '../membership.tsx'

export type Colleague = OutputOf<'GET /api/as/:membershipId/practitioners'>['items'][number]
export type Inbox = OutputOf<'GET /api/as/:membershipId/care-teams'>['items'][number]
export type Party = { kind: 'practitioner' | 'care-team'; id: string }
type Choice = { value: string; label: string }

/** Whoever may be chosen: for whom an absence or rotation may be written, who can act, and inboxes. */
export function useParties(colleagues: readonly Colleague[], inboxes: readonly Inbox[]) {
  const t = useTranslations('staffAbsences')
  const { language } = useLanguage()
  const { id } = useMembership()
  const can = useCan()
  const acting = colleagues.filter(({ role, status }) => status === 'confirmed' && workingRoles.includes(role))
  const choiceOf = (person: Colleague): Choice => ({
    value: partyKey({ kind: 'practitioner', id: person.id }),
    label: person.name,
  })
  const inboxChoiceOf = (inbox: Inbox): Choice => ({
    value: partyKey({ kind: 'care-team', id: inbox.id }),
    label: t('inbox', { name: inbox.name[language] }),
  })
  return {
    acting,
    /** One's own, those of the inboxes one owns; an administrator's are all. */
    writable: [
      ...acting.filter((person) => can.managePractice || person.id === id).map(choiceOf),
      ...inboxes.filter(({ owner }) => can.managePractice || owner?.id === id).map(inboxChoiceOf),
    ],
    all: [...acting.map(choiceOf), ...inboxes.map(inboxChoiceOf)],
  }
}

/** A party as the value of a choice. */
export function partyKey({ kind, id }: { kind: string; id: string }): string {
  return `${kind} ${id}`
}

export function partyOf(key: string): Party | null {
  const [kind, id] = key.split(' ')
  return id !== undefined && (kind === 'practitioner' || kind === 'care-team') ? { kind, id } : null
}
