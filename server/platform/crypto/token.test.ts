// Promised: tokens hold 256 random bits in a form safe for links; the hash is SHA-256.
import { expect, test } from 'vitest'
import { randomToken, sha256 } from './token.ts'

test('a token is 43 characters of base64url and never the same twice', () => {
  const tokens = Array.from({ length: 1_000 }, () => randomToken())
  expect(tokens.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true)
  expect(new Set(tokens).size).toBe(1_000)
})

test('sha256 of "abc" is the vector of FIPS 180-2', () => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256('abc').toString('hex')).toBe(expected)
  expect(sha256(Buffer.from('abc')).toString('hex')).toBe(expected)
})
