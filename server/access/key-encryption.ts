import type { Key } from '../platform/crypto/envelope.ts'
import { deriveKey } from '../platform/crypto/hkdf.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'

/** The context signature's key and the roles' passwords follow from the key-encryption key: nothing more to store. */
export function contextKey(kek: KeyEncryptionKey): Buffer {
  return deriveKey(kek.key, 'threadwell/v1/context')
}

export function rolePassword(kek: KeyEncryptionKey, role: string): string {
  return deriveKey(kek.key, 'threadwell/v1/role', Buffer.from(role)).toString('base64url')
}

/** Wrapping keys have the number 1: which one it was stands beside the wrapped key as `kek_id`. */
export function wrappingKey(kek: KeyEncryptionKey): Key {
  return { no: 1, bytes: deriveKey(kek.key, 'threadwell/v1/wrap') }
}
