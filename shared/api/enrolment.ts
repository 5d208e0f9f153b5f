import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { DateOn, Id, Instant, Language } from './common.ts'
import { SignInStep } from './session.ts'

const Ticket = z.string().min(1).max(limits.codeCharacters)

/** From the code a clinic gave to a member who acts: opened, then accepted with an account. */
export const enrolment = {
  openInvitation: endpoint({
    method: 'POST',
    path: '/api/enrolment/invitations',
    audience: 'anyone',
    summary:
      'Open an invitation with its code and the date of birth (patients) or the e-mail it was made for (staff). Any mistake gives the same answer; five void the code.',
    body: z.object({
      code: z.string().min(1).max(limits.codeCharacters),
      birthDate: DateOn.optional(),
      email: z.email().max(limits.emailCharacters).optional(),
    }),
    response: z.object({
      ticket: Ticket,
      kind: z.enum(['patient', 'practitioner']),
      practice: z.object({ name: z.string(), phone: z.string() }),
      expiresAt: Instant,
    }),
    audit: 'invitation.open',
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/api/enrolment/memberships',
    audience: 'account',
    summary: 'Accept an open invitation with the account that is signed in.',
    body: z.object({ ticket: Ticket }),
    response: z.object({ membershipId: Id }),
    audit: 'membership.accept',
  }),
  enrol: endpoint({
    method: 'POST',
    path: '/api/enrolment/accounts',
    audience: 'anyone',
    summary: 'Accept an open invitation with a new account. The second factor is set up next.',
    body: z.object({
      ticket: Ticket,
      email: z.email().max(limits.emailCharacters),
      password: z.string().max(1_024),
      language: Language,
    }),
    response: SignInStep,
    audit: 'membership.accept',
  }),
}
