// Promised: the codes of RFC 6238, one step to either side, and the step given back for refusing replays.
import { describe, expect, test } from 'vitest'
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts'

// RFC 6238, appendix B (SHA-1): the last six of its eight digits. The secret is "12345678901234567890".
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]
const at = (seconds: number): Date => new Date(seconds * 1000)

describe('verifyTotp', () => {
  test.each(vectors)('at second %i the code is %s', (seconds, code) => {
    expect(verifyTotp(secret, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  // Second 1,234,567,890 begins its step.
  test.each([
    ['a step and a second before', -31, null],
    ['a step before', -30, 41_152_263],
    ['at its last second', 29, 41_152_263],
    ['a step after', 59, 41_152_263],
    ['two steps after', 60, null],
  ])('used %s', (_name, offset, expected) => {
    expect(verifyTotp(secret, '005924', at(1_234_567_890 + offset))).toBe(expected)
  })

  test.each([
    ['spaces', ' 005 924', 41_152_263],
    ['full-width digits', '００５９２４', 41_152_263],
    ['another code', '005925', null],
    ['too few digits', '05924', null],
    ['too many digits', '0005924', null],
    ['letters', 'OO5924', null],
    ['nothing', '', null],
  ])('%s', (_name, code, expected) => {
    expect(verifyTotp(secret, code, at(1_234_567_890))).toBe(expected)
  })
})

test('a new secret has 160 bits and is never the same', () => {
  const secrets = Array.from({ length: 100 }, () => newTotpSecret())
  expect(secrets.every((one) => /^[A-Z2-7]{32}$/.test(one))).toBe(true)
  expect(new Set(secrets).size).toBe(100)
})

test('the address for apps names issuer and account, whatever their letters', () => {
  const uri = new URL(totpUri({ issuer: 'Clinique de l’Été & Co', account: 'marie+a@example.org', secret }))
  expect(uri.protocol).toBe('otpauth:')
  expect(decodeURIComponent(uri.pathname.split('/').at(-1) ?? '')).toBe('Clinique de l’Été & Co:marie+a@example.org')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'Clinique de l’Été & Co',
    secret,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
