import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { z } from 'zod'
import type { NewPasskey, PasskeyAnswer } from '../../shared/api/passkey.ts'

/** What a device may get wrong, or be made to. */
export type Flaws = {
  origin?: string
  rpId?: string
  isUserVerified?: boolean
  type?: string
  challenge?: string
  counter?: number
  userHandle?: string
  credentialId?: string
}

/** A passkey in software (ES256, WebAuthn level 3): makes one and answers with it, as a browser would hand it on. */
export type Authenticator = {
  credentialId: string
  create(
    options: Record<string, unknown>,
    flaws?: Flaws & { attestation?: Map<string, unknown> },
  ): z.input<typeof NewPasskey>
  get(options: Record<string, unknown>, flaws?: Flaws): z.input<typeof PasskeyAnswer>
}

export function anAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  const state = { counter: 0, userHandle: '' }
  const rpId = new URL(origin).hostname
  const clientData = (type: string, challenge: unknown, flaws: Flaws) =>
    Buffer.from(
      JSON.stringify({
        type: flaws.type ?? type,
        challenge: flaws.challenge ?? challenge,
        origin: flaws.origin ?? origin,
        crossOrigin: false,
      }),
    )
  return {
    credentialId: id,
    create(options, flaws = {}) {
      state.userHandle = (options['user'] as { id: string }).id
      const data = clientData('webauthn.create', options['challenge'], flaws)
      const authData = Buffer.concat([
        authenticatorData(flaws.rpId ?? rpId, { ...flaws, hasCredential: true, counter: state.counter }),
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        coseKey(publicKey),
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: data.toString('base64url'),
          attestationObject: cbor(
            new Map<string, unknown>([
              ['fmt', flaws.attestation === undefined ? 'none' : 'packed'],
              ['attStmt', flaws.attestation ?? new Map()],
              ['authData', new Uint8Array(authData)],
            ]),
          ).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get(options, flaws = {}) {
      state.counter++
      const data = clientData('webauthn.get', options['challenge'], flaws)
      const authData = authenticatorData(flaws.rpId ?? rpId, { counter: state.counter, ...flaws })
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()])
      const answered = flaws.credentialId ?? id
      return {
        id: answered,
        rawId: answered,
        type: 'public-key',
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle: flaws.userHandle ?? state.userHandle,
        },
      }
    },
  }
}

function authenticatorData(
  rpId: string,
  say: { isUserVerified?: boolean; hasCredential?: boolean; counter?: number },
): Buffer {
  const counter = Buffer.alloc(4)
  counter.writeUInt32BE(say.counter ?? 0)
  const flags = 0x01 | (say.isUserVerified === false ? 0 : 0x04) | (say.hasCredential === true ? 0x40 : 0)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter])
}

/** RFC 9053: key type EC2, ES256, curve P-256, x, y. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]),
  )
}

function cbor(value: Map<string | number, unknown>): Buffer {
  return Buffer.from(isoCBOR.encode(value as Parameters<typeof isoCBOR.encode>[0]))
}
