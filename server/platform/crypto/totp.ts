// Time-based codes (RFC 6238) as every authenticator app understands them: SHA-1, six digits, 30 seconds.
import { Secret, TOTP } from 'otpauth'

/** A new secret of 160 bits, in base32: to be sealed before it is stored. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The otpauth: address that an app reads from a QR code. */
export function totpUri(enrolment: { issuer: string; account: string; secret: string }): string {
  return totp(enrolment.secret, { issuer: enrolment.issuer, label: enrolment.account }).toString()
}

/**
 * The number of the 30-second step whose code this is (the present one, or one to either side), or null. The caller
 * stores the step and refuses every later code whose step is not greater: a code works once.
 */
export function verifyTotp(secret: string, code: string, now: Date): number | null {
  const token = code.normalize('NFKC').replaceAll(/\s/g, '')
  if (!/^[0-9]{6}$/.test(token)) {
    return null
  }
  const timestamp = now.getTime()
  const delta = totp(secret).validate({ token, timestamp, window: 1 })
  return delta === null ? null : TOTP.counter({ period, timestamp }) + delta
}

const period = 30

function totp(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...names, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period })
}
