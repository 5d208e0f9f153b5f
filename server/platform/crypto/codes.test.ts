// Promised: codes that people read out and type are random, and are read as they were meant.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomCrockford, readCrockford } from './crockford.ts'
import { newInviteCode, normaliseInviteCode } from './invite-code.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'
import { sha256 } from './token.ts'

describe('invite codes', () => {
  test('are ten characters in two groups, all read back', () => {
    for (let i = 0; i < 500; i++) {
      const code = newInviteCode()
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
      expect(normaliseInviteCode(code)).toBe(code.replace('-', ''))
    }
  })

  test.each([
    ['lower case', 'abcde-fghjk', 'ABCDEFGHJK'],
    ['no hyphen', 'ABCDEFGHJK', 'ABCDEFGHJK'],
    ['spaces and dashes of all kinds', ' ab\u00A0cde – fgh‑jk\n', 'ABCDEFGHJK'],
    ['letters that look like digits', 'oOiIl-LFGHJ', '001111FGHJ'],
    ['full-width letters', 'ＡＢＣＤＥ-FGHJK', 'ABCDEFGHJK'],
    ['too short', 'ABCDE-FGHJ', null],
    ['too long', 'ABCDE-FGHJK0', null],
    ['a letter that no code has', 'ABCDE-FGHJU', null],
    ['a letter with an accent', 'ÀBCDE-FGHJK', null],
    ['nothing', '', null],
    ['a megabyte', 'A'.repeat(1_000_000), null],
  ])('%s', (_name, typed, expected) => {
    expect(normaliseInviteCode(typed)).toBe(expected)
  })
})

describe('recovery codes', () => {
  const codes = newRecoveryCodes()

  test('are ten different codes of 80 bits in groups of four', () => {
    expect(new Set(codes).size).toBe(10)
    expect(codes.every((code) => /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toBe(true)
  })

  test('have one hash however they are typed, and each its own', () => {
    for (const code of codes) {
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
      expect(recoveryCodeHash(typed)).toEqual(recoveryCodeHash(code))
    }
    expect(new Set(codes.map((code) => recoveryCodeHash(code)?.toString('hex'))).size).toBe(10)
  })

  test('are hashed under a label of their own', () => {
    expect(recoveryCodeHash('0000-0000-0000-0000')).not.toEqual(sha256('0000000000000000'))
    expect(recoveryCodeHash('0000-0000-0000-000')).toBeNull()
  })
})

describe('crockford', () => {
  test('every character of the alphabet comes up about equally', () => {
    const counts = new Map<string, number>()
    for (const letter of randomCrockford(32_000)) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    expect(counts.size).toBe(32)
    // 1,000 expected; 200 is more than six standard deviations.
    expect([...counts.values()].every((count) => Math.abs(count - 1_000) < 200)).toBe(true)
  })

  test('reading never fails and reads its own answer as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (typed) => {
        const code = readCrockford(typed, 4)
        expect(code === null || readCrockford(code, 4) === code).toBe(true)
      }),
    )
  })
})
