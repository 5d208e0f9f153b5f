import { hash, randomBytes } from 'node:crypto'

/** A new secret of 256 random bits, as 43 characters of base64url: safe in a cookie, a header and a link. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in 32 bytes; text is hashed as UTF-8. Enough to store a token, which cannot be guessed; never for a password. */
export function sha256(input: string | Uint8Array): Buffer {
  return hash('sha256', input, 'buffer')
}
