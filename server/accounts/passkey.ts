// Passkeys (WebAuthn level 3): bound to our origin, always with user verification, always discoverable. What the device
// signs is checked by the library; what it is a passkey for, and that a challenge is answered once, here.
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers'
import type { z } from 'zod'
import type { NewPasskey, PasskeyAnswer } from '../../shared/api/passkey.ts'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext, House } from '../access/context.ts'
import { uuidToBytes } from '../platform/ids.ts'
import { type ChallengeKind, makeChallenge, takeChallenge } from './challenge.ts'

type Answer = z.output<typeof PasskeyAnswer>
type SignKind = Extract<ChallengeKind, 'passkey-sign-in' | 'passkey-step-up'>

/** Options for asking for a passkey; with an account only for one of its own. */
export async function askForPasskey(ctx: DirectoryContext, kind: SignKind, accountId?: string) {
  const own = accountId === undefined ? [] : await passkeysOf(ctx, accountId)
  const secret = await makeChallenge(ctx, { kind, accountId, lastsMinutes: limits.challengeMinutes })
  return generateAuthenticationOptions({
    rpID: relyingParty(ctx.house).id,
    challenge: isoBase64URL.toBuffer(secret),
    userVerification: 'required',
    timeout: limits.challengeMinutes * 60_000,
    ...(own.length > 0 && { allowCredentials: own }),
  })
}

/** The account whose passkey answered, or null: one answer for whatever is wrong with it. */
export async function checkPasskey(
  ctx: DirectoryContext,
  kind: SignKind,
  answer: Answer,
): Promise<{ accountId: string; passkeyId: string } | null> {
  const challenge = await takeChallenge(ctx, kind, challengeIn(answer.response.clientDataJSON))
  const passkey = await ctx.tx
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', Buffer.from(answer.id, 'base64url'))
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (challenge === null || passkey === undefined) {
    return null
  }
  const { userHandle } = answer.response
  const isSomebodyElses =
    (challenge.accountId !== null && challenge.accountId !== passkey.account_id) ||
    (userHandle !== undefined && userHandle !== userHandleOf(passkey.account_id))
  if (isSomebodyElses) {
    return null
  }
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} },
      ...expected(ctx.house, answer.response.clientDataJSON),
      credential: {
        id: answer.id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.counter,
      },
    }),
  )
  if (verified?.verified !== true) {
    return null
  }
  await ctx.tx
    .updateTable('passkeys')
    .set({ counter: verified.authenticationInfo.newCounter, last_used_at: ctx.now })
    .where('id', '=', passkey.id)
    .execute()
  return { accountId: passkey.account_id, passkeyId: passkey.id }
}

/** Options for making a passkey of this account; devices that hold one already are told so. */
export async function offerPasskey(ctx: DirectoryContext, account: { id: string; email: string }) {
  const own = await passkeysOf(ctx, account.id)
  const secret = await makeChallenge(ctx, {
    kind: 'passkey-new',
    accountId: account.id,
    lastsMinutes: limits.challengeMinutes,
  })
  const { id, name } = relyingParty(ctx.house)
  return generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new Uint8Array(uuidToBytes(account.id)),
    userName: account.email,
    challenge: isoBase64URL.toBuffer(secret),
    timeout: limits.challengeMinutes * 60_000,
    attestationType: 'none',
    excludeCredentials: own,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
}

/** What to keep of a passkey the browser has made for this account, or null when anything about it is wrong. */
export async function checkNewPasskey(ctx: DirectoryContext, accountId: string, made: z.output<typeof NewPasskey>) {
  const challenge = await takeChallenge(ctx, 'passkey-new', challengeIn(made.response.clientDataJSON))
  if (challenge === null || challenge.accountId !== accountId) {
    return null
  }
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response: withoutAttestation(made),
      ...expected(ctx.house, made.response.clientDataJSON),
      supportedAlgorithmIDs: algorithms,
    }),
  )
  return verified?.verified === true ? verified.registrationInfo.credential : null
}

// COSE: EdDSA, ES256, RS256.
const algorithms = [-8, -7, -257]

function relyingParty(house: House): { id: string; name: string } {
  return { id: new URL(house.config.publicUrl).hostname, name: 'Threadwell' }
}

/** The challenge was looked up and used by its own value, so here it only has to be the same one. */
function expected(house: House, clientDataJSON: string) {
  return {
    expectedChallenge: challengeIn(clientDataJSON),
    expectedOrigin: house.config.publicUrl,
    expectedRPID: relyingParty(house).id,
    requireUserVerification: true,
  }
}

function challengeIn(clientDataJSON: string): string {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON)
    return typeof challenge === 'string' ? challenge.slice(0, limits.codeCharacters) : ''
  } catch {
    return ''
  }
}

/**
 * Which maker built a device is not asked and never looked at: checking a statement that came unasked could make the
 * library fetch addresses that its sender chose.
 */
function withoutAttestation({ id, rawId, type, response }: z.output<typeof NewPasskey>): RegistrationResponseJSON {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject)).get('authData')
  const bare = isoCBOR.encode(
    new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]) as Parameters<typeof isoCBOR.encode>[0],
  )
  return {
    id,
    rawId,
    type,
    response: { ...response, attestationObject: isoBase64URL.fromBuffer(bare) } as RegistrationResponseJSON['response'],
    clientExtensionResults: {},
  }
}

/** The library throws at every answer that is not as it should be: to us they are all the same refusal. */
async function orNull<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify()
  } catch {
    return null
  }
}

function userHandleOf(accountId: string): string {
  return uuidToBytes(accountId).toString('base64url')
}

async function passkeysOf(ctx: DirectoryContext, accountId: string): Promise<{ id: string; transports: string[] }[]> {
  const rows = await ctx.tx
    .selectFrom('passkeys')
    .select(['credential_id', 'transports'])
    .where('account_id', '=', accountId)
    .limit(limits.passkeys)
    .execute()
  return rows.map((row) => ({ id: row.credential_id.toString('base64url'), transports: row.transports }))
}
