import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Empty, Id, Instant, Language, typed } from './common.ts'
import { NewPasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from './passkey.ts'
import { codeFields, SignInStep } from './session.ts'

/** How a session came to be: the last proof its person gave. */
export const sessionMethods = ['password', 'totp', 'recovery-code', 'passkey', 'demo'] as const

const Passkey = z.object({ id: Id, name: z.string(), createdAt: Instant, lastUsedAt: Instant.nullable() })
const passkeyName = typed(limits.passkeyNameCharacters)

export const Account = z.object({
  id: Id,
  email: z.string(),
  language: Language,
  totp: z.object({ confirmedAt: Instant }).nullable(),
  passkeys: z.array(Passkey),
  recoveryCodesLeft: z.number().int(),
  /** Until when changes need no further proof; null when they do (code step-up-needed). */
  steppedUpUntil: Instant.nullable(),
})

const Device = z.object({
  id: Id,
  /** "Firefox · Windows", or empty when the browser does not say. */
  label: z.string(),
  ipPrefix: z.string(),
  method: z.enum(sessionMethods),
  isThisOne: z.boolean(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  endsAt: Instant,
})

const owner = { none: 'Shows the caller’s own account only.' }

export const account = {
  readAccount: endpoint({
    method: 'GET',
    path: '/api/account',
    audience: 'account',
    summary: 'The caller’s own account and its ways of signing in.',
    response: Account,
    audit: owner,
  }),
  changeAccount: endpoint({
    method: 'PATCH',
    path: '/api/account',
    audience: 'account',
    summary: 'Change the language of pages and notices.',
    body: z.object({ language: Language }),
    response: Empty,
    audit: 'account.change',
  }),
  changePassword: endpoint({
    method: 'PUT',
    path: '/api/account/password',
    audience: 'account',
    summary: 'Change the password. Needs the current one and a recent second factor; ends every other session.',
    body: z.object({ currentPassword: z.string().min(1).max(1_024), newPassword: z.string().max(1_024) }),
    response: Empty,
    audit: 'password.change',
  }),
  startTotp: endpoint({
    method: 'POST',
    path: '/api/account/totp-challenges',
    audience: 'anyone',
    summary:
      'A new secret for an authenticator app, not in use until a code of it is shown. Also sets up the first factor.',
    body: Empty,
    response: z.object({
      ticket: z.string(),
      /** Base 32, to type by hand. */
      secret: z.string(),
      uri: z.string(),
      /** The QR code of `uri`, row by row: 1 is dark. The page draws it with its quiet zone. */
      qr: z.array(z.string()),
    }),
    audit: { none: 'Nothing has changed yet; confirming is recorded.' },
  }),
  confirmTotp: endpoint({
    method: 'POST',
    path: '/api/account/totp',
    audience: 'anyone',
    summary: 'Show a code of the new secret and put it to use, in place of the one before.',
    body: z.object({ ticket: z.string().max(limits.codeCharacters), code: codeFields.code }),
    response: SignInStep,
    audit: 'factor.add',
  }),
  removeTotp: endpoint({
    method: 'DELETE',
    path: '/api/account/totp',
    audience: 'account',
    summary: 'Stop using the authenticator app. Not when it is the last second factor.',
    response: Empty,
    audit: 'factor.remove',
  }),
  startPasskey: endpoint({
    method: 'POST',
    path: '/api/account/passkey-challenges',
    audience: 'anyone',
    summary: 'What the browser needs to make a passkey. Also sets up the first factor.',
    body: Empty,
    response: PasskeyCreation,
    audit: { none: 'Nothing has changed yet; adding the passkey is recorded.' },
  }),
  addPasskey: endpoint({
    method: 'POST',
    path: '/api/account/passkeys',
    audience: 'anyone',
    summary: 'Keep the passkey that the browser has made.',
    body: z.object({ name: passkeyName, credential: NewPasskey }),
    response: SignInStep,
    audit: 'factor.add',
  }),
  renamePasskey: endpoint({
    method: 'PATCH',
    path: '/api/account/passkeys/:passkeyId',
    audience: 'account',
    summary: 'Give a passkey another name.',
    params: z.object({ passkeyId: Id }),
    body: z.object({ name: passkeyName }),
    response: Empty,
    audit: 'factor.rename',
  }),
  removePasskey: endpoint({
    method: 'DELETE',
    path: '/api/account/passkeys/:passkeyId',
    audience: 'account',
    summary: 'Stop using a passkey. Not when it is the last second factor.',
    params: z.object({ passkeyId: Id }),
    response: Empty,
    audit: 'factor.remove',
  }),
  makeRecoveryCodes: endpoint({
    method: 'POST',
    path: '/api/account/recovery-codes',
    audience: 'account',
    summary: 'Ten new recovery codes, shown this once; the earlier ones stop working.',
    body: Empty,
    response: z.object({ codes: z.array(z.string()) }),
    audit: 'recovery-codes.make',
  }),
  stepUp: endpoint({
    method: 'POST',
    path: '/api/account/step-up',
    audience: 'account',
    summary: 'Prove oneself anew with a code, before a change to the account.',
    body: z.object(codeFields),
    response: z.object({ steppedUpUntil: Instant }),
    audit: 'session.step-up',
  }),
  startPasskeyStepUp: endpoint({
    method: 'POST',
    path: '/api/account/step-up/passkey-challenges',
    audience: 'account',
    summary: 'What the browser needs to ask for one of the account’s own passkeys.',
    body: Empty,
    response: PasskeyRequest,
    audit: { none: 'Nobody has acted yet; the answer to the challenge is recorded.' },
  }),
  stepUpWithPasskey: endpoint({
    method: 'POST',
    path: '/api/account/step-up/passkey',
    audience: 'account',
    summary: 'Prove oneself anew with a passkey, before a change to the account.',
    body: z.object({ credential: PasskeyAnswer }),
    response: z.object({ steppedUpUntil: Instant }),
    audit: 'session.step-up',
  }),
  listDevices: endpoint({
    method: 'GET',
    path: '/api/account/devices',
    audience: 'account',
    summary: 'Where the caller is signed in, the latest first.',
    response: z.object({ items: z.array(Device) }),
    audit: owner,
  }),
  endDevice: endpoint({
    method: 'DELETE',
    path: '/api/account/devices/:sessionId',
    audience: 'account',
    summary: 'Sign one device out, at once.',
    params: z.object({ sessionId: Id }),
    response: Empty,
    audit: 'session.end',
  }),
  endOtherDevices: endpoint({
    method: 'DELETE',
    path: '/api/account/devices',
    audience: 'account',
    summary: 'Sign every other device out, at once.',
    response: z.object({ ended: z.number().int() }),
    audit: 'session.end',
  }),
}
