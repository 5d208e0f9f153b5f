import { createContext, use, type ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import { languageTag } from '../../shared/locales/index.ts'
import { clinicalRoles, workingRoles, type Role } from '../../shared/people.ts'
import type { OutputOf } from '../api/routes.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { addressesOf, type Addresses } from './addresses.ts'

type AnyMembership = OutputOf<'GET /api/session'>['memberships'][number]
/** As whom this tab acts. */
export type Membership = AnyMembership & { role: Role }

const MembershipContext = createContext<Membership | null>(null)

/** Everything below acts as this member, and tells times in the practice's zone. */
export function MembershipProvider({ value, children }: { value: Membership; children: ReactNode }): ReactNode {
  const { language } = useLanguage()
  return (
    <MembershipContext value={value}>
      <IntlProvider locale={languageTag(language)} timeZone={value.practice.timeZone}>
        {children}
      </IntlProvider>
    </MembershipContext>
  )
}

export function useMembership(): Membership {
  const membership = use(MembershipContext)
  if (!membership) {
    throw new Error('useMembership needs <MembershipProvider> above it')
  }
  return membership
}

export function useAddresses(): Addresses {
  return addressesOf(useMembership().id)
}

/** What a role works with; the server decides again on each call. */
export type Can = ReturnType<typeof canOf>
export function canOf(role: Role) {
  const isWorking = workingRoles.includes(role)
  const isAdministrator = role === 'administrator'
  return {
    /** Inboxes, queues, conversations. */
    work: isWorking,
    /** A patient outside their inboxes, for a stated reason. */
    lookOutside: clinicalRoles.includes(role),
    managePatients: isWorking || isAdministrator,
    useTemplates: isWorking || isAdministrator,
    managePractice: isAdministrator,
    searchAudit: role === 'privacy-officer',
    seeBlocks: role === 'privacy-officer' || isAdministrator,
    seeAuditState: role === 'privacy-officer' || isAdministrator,
  }
}
export function useCan(): Can {
  return canOf(useMembership().role)
}

/** The memberships with which one can work here. */
export function staffMemberships(memberships: readonly AnyMembership[]): readonly Membership[] {
  return memberships.filter(
    (membership): membership is Membership => membership.kind === 'practitioner' && membership.role !== null,
  )
}
