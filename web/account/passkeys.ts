import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { SignInStep } from './session.ts'

/** Whether this browser can use passkeys at all. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn()
}

/** Signs in with any passkey of this device, or ends a sign-in that a password began. */
export async function signInWithPasskey(): Promise<SignInStep> {
  const { options } = await call('POST /api/session/passkey-challenges', {})
  return call('POST /api/session/passkey', { credential: await answer(options) })
}

/** Proves with one of the account's passkeys that it is still its person. */
export async function stepUpWithPasskey(): Promise<void> {
  const { options } = await call('POST /api/account/step-up/passkey-challenges', {})
  await call('POST /api/account/step-up/passkey', { credential: await answer(options) })
}

/** Makes a passkey on this device and keeps it with the account. */
export async function makePasskey(name: string): Promise<SignInStep> {
  const { options } = await call('POST /api/account/passkey-challenges', {})
  const credential = await explained(() =>
    // The server made these options with the sister library, which gives them this shape.
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  )
  const { id, rawId, response } = credential
  const { clientDataJSON, attestationObject, transports = [] } = response
  return call('POST /api/account/passkeys', {
    name,
    credential: { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } },
  })
}

async function answer(options: { challenge: string }) {
  const { id, rawId, response } = await explained(() => startAuthentication({ optionsJSON: options }))
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return {
    id,
    rawId,
    type: 'public-key' as const,
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) },
  }
}

/** What the browser or its person refused, as a problem with a code of its own. */
async function explained<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    throw new ApiProblem(400, codes[name] ?? 'passkey-failed')
  }
}

/** By the names that WebAuthn gives its errors. A refusal and a time limit look the same, on purpose. */
const codes: Readonly<Record<string, string>> = {
  NotAllowedError: 'passkey-stopped',
  AbortError: 'passkey-stopped',
  InvalidStateError: 'passkey-known',
  NotSupportedError: 'passkey-unsupported',
  ConstraintError: 'passkey-unsupported',
}
