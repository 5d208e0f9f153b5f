// Promised: derived keys are HKDF-Expand as published, and differ by parent, label and id.
import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deriveKey, hkdfExpand } from './hkdf.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const range = (from: number, to: number): Buffer =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => from + i))

describe('hkdfExpand', () => {
  // RFC 5869, appendix A.1 to A.3: PRK, info, L, OKM.
  test.each([
    [
      'A.1',
      '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
      range(0xf0, 0xf9),
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      'A.2',
      '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
      range(0xb0, 0xff),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      'A.3',
      '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
      Buffer.alloc(0),
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('RFC 5869 %s', (_name, pseudorandomKey, info, expected) => {
    expect(hkdfExpand('sha256', hex(pseudorandomKey), info, expected.length / 2).toString('hex')).toBe(expected)
  })

  test("it is the second half of Node's own HKDF, with SHA-256 and SHA-512", () => {
    const bytes = fc.uint8Array({ maxLength: 80 })
    const hash = fc.constantFrom('sha256' as const, 'sha512' as const)
    fc.assert(
      fc.property(hash, bytes, bytes, bytes, fc.integer({ min: 1, max: 300 }), (name, input, salt, info, length) => {
        const extracted = createHmac(name, salt).update(input).digest()
        expect(hkdfExpand(name, extracted, info, length)).toEqual(
          Buffer.from(hkdfSync(name, input, salt, info, length)),
        )
      }),
    )
  })

  test('more than 255 blocks are refused', () => {
    expect(hkdfExpand('sha256', Buffer.alloc(32), Buffer.alloc(0), 255 * 32).length).toBe(8_160)
    expect(() => hkdfExpand('sha256', Buffer.alloc(32), Buffer.alloc(0), 255 * 32 + 1)).toThrow()
  })
})

describe('deriveKey', () => {
  const parent = range(0, 31)

  test('is one HMAC over label, id and 0x01', () => {
    const expected = createHmac('sha256', parent)
      .update('threadwell/v1/att')
      .update(range(1, 16))
      .update(Uint8Array.of(1))
    expect(deriveKey(parent, 'threadwell/v1/att', range(1, 16))).toEqual(expected.digest())
  })

  test('parent, label and id each change it', () => {
    const keys = [
      deriveKey(parent, 'a'),
      deriveKey(parent, 'b'),
      deriveKey(parent, 'a', range(1, 16)),
      deriveKey(parent, 'a', range(2, 17)),
      deriveKey(range(1, 32), 'a'),
    ]
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(keys.length)
  })

  test('a parent of another length and an empty label are refused', () => {
    expect(() => deriveKey(Buffer.alloc(16), 'a')).toThrow()
    expect(() => deriveKey(parent, '')).toThrow()
  })
})
