import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Tx } from '../platform/db.ts'
import { type Key, openText, type Place, seal } from '../platform/crypto/envelope.ts'
import { deriveKey } from '../platform/crypto/hkdf.ts'
import { lookupHash } from '../platform/crypto/lookup.ts'
import { unwrapKey, wrapKey } from '../platform/crypto/wrap.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'
import { wrappingKey } from './key-encryption.ts'
import { keyPlaces, type PlatformPlace, platformPlaces } from './places.ts'

/** The deployment as such: its id (also the "practice" of its own audit log), its signing key, the accounts' key. */
export type Deployment = {
  id: string
  isDemo: boolean
  signing: { privateKey: KeyObject; publicKey: KeyObject }
  seal(place: PlatformPlace, row: { id: string; version: number }, content: string | Uint8Array): Buffer
  open(place: PlatformPlace, row: { id: string; version: number }, envelope: Buffer): string
  /** Exact-match hash for sign-in e-mail, invitation codes and the like, under the accounts' lookup key. */
  lookup(label: string, value: string): Buffer
}

export class KeyMismatchError extends Error {
  override name = 'KeyMismatchError'
}

/** Reads the deployment's keys, making them on the first start; a wrong key-encryption key is refused in words. */
export async function openDeployment(kek: KeyEncryptionKey, tx: Tx, now: Date): Promise<Deployment> {
  const found = await tx.selectFrom('deployment').selectAll().executeTakeFirst()
  const keys = await tx.selectFrom('platform_keys').selectAll().where('state', '=', 'active').executeTakeFirst()
  const deployment = found ?? (await createDeployment(kek, tx, now))
  const platformKey = keys ?? (await createPlatformKey(kek, tx, deployment.id, now))
  if (platformKey.kek_id !== kek.id) {
    throw new KeyMismatchError('the key file is not the one this database was made with')
  }
  const wrapping = wrappingKey(kek)
  const bytes = unwrapKey(
    wrapping,
    keyPlace('platform_keys.wrapped', deployment.id, platformKey.id),
    platformKey.wrapped,
  )
  const seed = unwrapKey(
    wrapping,
    keyPlace('deployment.signing_key_wrapped', deployment.id, deployment.signing_key_id),
    deployment.signing_key_wrapped,
  )
  const privateKey = signingKey(seed)
  const key: Key = { no: platformKey.version, bytes: deriveKey(bytes, 'threadwell/v1/accounts') }
  const lookup = deriveKey(bytes, 'threadwell/v1/lookup')
  const placeOf = (place: PlatformPlace, row: { id: string; version: number }): Place => ({
    practiceId: deployment.id,
    table: platformPlaces[place][0],
    column: platformPlaces[place][1],
    rowId: row.id,
    rowVersion: row.version,
  })
  return {
    id: deployment.id,
    isDemo: deployment.is_demo,
    signing: { privateKey, publicKey: createPublicKey(privateKey) },
    seal: (place, row, content) => seal(key, placeOf(place, row), content),
    open: (place, row, envelope) => openText(key, placeOf(place, row), envelope),
    lookup: (label, value) => lookupHash(lookup, label, value),
  }
}

async function createDeployment(kek: KeyEncryptionKey, tx: Tx, now: Date) {
  const id = uuidv7(now)
  const signingKeyId = uuidv7(now)
  const seed = randomBytes(32)
  return tx
    .insertInto('deployment')
    .values({
      id,
      signing_key_id: signingKeyId,
      signing_key_wrapped: wrapKey(
        wrappingKey(kek),
        keyPlace('deployment.signing_key_wrapped', id, signingKeyId),
        seed,
      ),
      signing_public_key: createPublicKey(signingKey(seed)).export({ format: 'der', type: 'spki' }),
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** An Ed25519 key from its 32-byte seed (RFC 8410: the seed behind a fixed PKCS #8 head). */
function signingKey(seed: Buffer): KeyObject {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([head, seed]), format: 'der', type: 'pkcs8' })
}

async function createPlatformKey(kek: KeyEncryptionKey, tx: Tx, deploymentId: string, now: Date) {
  const id = uuidv7(now)
  return tx
    .insertInto('platform_keys')
    .values({
      version: 1,
      kek_id: kek.id,
      id,
      wrapped: wrapKey(wrappingKey(kek), keyPlace('platform_keys.wrapped', deploymentId, id), randomBytes(32)),
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

function keyPlace(place: keyof typeof keyPlaces, practiceId: string, id: string): Place {
  return { practiceId, table: keyPlaces[place][0], column: keyPlaces[place][1], rowId: id, rowVersion: 1 }
}
