import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { membershipStatuses, roles } from '../people.ts'
import { Empty, Id, Instant, Language } from './common.ts'
import { PasskeyAnswer, PasskeyRequest } from './passkey.ts'

/** What somebody signed in may act as: a patient or a practitioner of a practice. */
export const Membership = z.object({
  id: Id,
  kind: z.enum(['patient', 'practitioner']),
  role: z.enum(roles).nullable(),
  status: z.enum(membershipStatuses),
  practice: z.object({ id: Id, name: z.string(), phone: z.string(), timeZone: z.string() }),
  name: z.string(),
})

export const factors = ['passkey', 'totp', 'recovery-code'] as const
export const nextSteps = ['second-factor', 'set-up-second-factor', 'done'] as const

/** How far signing in has come, and with what it can go on. */
export const SignInStep = z.object({
  next: z.enum(nextSteps),
  /** What this account can show as its second factor. */
  factors: z.array(z.enum(factors)),
})

export const Session = z.object({
  account: z.object({ id: Id, language: Language, hasSecondFactor: z.boolean() }).nullable(),
  /** What is still to be done before the session is worth anything; null for a stranger. */
  step: SignInStep.nullable(),
  /** Empty until signing in is done. */
  memberships: z.array(Membership),
  /** When the session ends unless something is done (idle), and when it ends in any case. */
  idleAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  /** Until when changes to the account itself need no further proof; null when they do. */
  steppedUpUntil: Instant.nullable(),
  isDemo: z.boolean(),
})

/** The six digits of an app, or a recovery code as it is written down. */
export const codeFields = {
  method: z.enum(['totp', 'recovery-code']),
  code: z.string().min(1).max(limits.codeCharacters),
}

export const session = {
  readSession: endpoint({
    method: 'GET',
    path: '/api/session',
    audience: 'anyone',
    summary: 'Who is signed in, as what, and until when. Answers an empty session to a stranger.',
    response: Session,
    audit: { none: 'Shows the caller’s own memberships only.' },
    urgency: 'first',
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/session',
    audience: 'anyone',
    summary: 'The first factor: e-mail and password. The session can do nothing yet but go on to the second.',
    body: z.object({ email: z.email().max(limits.emailCharacters), password: z.string().min(1).max(1_024) }),
    response: SignInStep,
    audit: 'session.start',
    urgency: 'first',
  }),
  answerSecondFactor: endpoint({
    method: 'POST',
    path: '/api/session/second-factor',
    audience: 'anyone',
    summary: 'The second factor after a password: a code of the app, or a recovery code.',
    body: z.object(codeFields),
    response: SignInStep,
    audit: 'session.confirm',
    urgency: 'first',
  }),
  startPasskeySignIn: endpoint({
    method: 'POST',
    path: '/api/session/passkey-challenges',
    audience: 'anyone',
    summary: 'What the browser needs to ask for a passkey: without a name, the device offers those it has.',
    body: Empty,
    response: PasskeyRequest,
    audit: { none: 'Nobody has acted yet; the answer to the challenge is recorded.' },
    urgency: 'first',
  }),
  signInWithPasskey: endpoint({
    method: 'POST',
    path: '/api/session/passkey',
    audience: 'anyone',
    summary: 'Sign in with a passkey: both factors in one. Also completes a session that a password began.',
    body: z.object({ credential: PasskeyAnswer }),
    response: SignInStep,
    audit: 'session.start',
    urgency: 'first',
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/session',
    audience: 'anyone',
    summary: 'Sign out of this device, however far signing in has come.',
    response: Empty,
    audit: 'session.end',
    urgency: 'first',
  }),
}
