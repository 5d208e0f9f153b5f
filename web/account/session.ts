import { limits } from '../../shared/limits.ts'
import type { OutputOf } from '../api/routes.ts'
import { addresses } from './addresses.ts'

export type Session = OutputOf<'GET /api/session'>
export type Membership = Session['memberships'][number]
export type SignInStep = NonNullable<Session['step']>
export type Factor = SignInStep['factors'][number]

/** Who acts here is fully signed in: the memberships can be used. */
export function isSignedIn(session: Session): boolean {
  return session.step?.next === 'done'
}

/** The home of one membership: the patient's pages, or the clinic's workspace. */
export function homeOf({ id, kind }: Pick<Membership, 'id' | 'kind'>): string {
  return kind === 'patient' ? `/p/${id}` : `/staff/${id}`
}

/** Where somebody who has just signed in goes: where they wanted to, or home; with several homes, to the choice of one. */
export function destinationOf(session: Session, wanted: string | null): string {
  if (wanted !== null) {
    return wanted
  }
  const [only, other] = session.memberships
  return only && !other && only.status === 'confirmed' ? homeOf(only) : addresses.start
}

/** After this many minutes in which nothing is asked of the server, the session ends (as server/accounts decides). */
export function idleMinutesOf(session: Session): number {
  const isStaff = session.memberships.some(({ kind }) => kind === 'practitioner')
  return isStaff ? limits.staffIdleMinutes : limits.patientIdleMinutes
}
