import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { membershipStatuses, roles } from '../people.ts'
import { Empty, Id, Instant, Language } from './common.ts'

/** What somebody signed in may act as: a patient or a practitioner of a practice. */
export const Membership = z.object({
  id: Id,
  kind: z.enum(['patient', 'practitioner']),
  role: z.enum(roles).nullable(),
  status: z.enum(membershipStatuses),
  practice: z.object({ id: Id, name: z.string(), phone: z.string(), timeZone: z.string() }),
  name: z.string(),
})

export const Session = z.object({
  account: z.object({ id: Id, language: Language, hasSecondFactor: z.boolean() }).nullable(),
  memberships: z.array(Membership),
  /** When the session ends unless something is done (idle), and when it ends in any case. */
  idleAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  isDemo: z.boolean(),
})

export const session = {
  readSession: endpoint({
    method: 'GET',
    path: '/api/session',
    audience: 'anyone',
    summary: 'Who is signed in, as what, and until when. Answers an empty session to a stranger.',
    response: Session,
    audit: { none: 'Shows the caller’s own memberships only.' },
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/session',
    audience: 'account',
    summary: 'Sign out of this device.',
    response: Empty,
    audit: 'session.end',
  }),
}
