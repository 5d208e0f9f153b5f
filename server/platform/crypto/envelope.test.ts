// Promised: what is sealed opens in its own place with its own key, byte for byte, and nowhere else; the envelope's
// length says little about the text's. The format is published with a vector, which other programs can check.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DecryptError, keyNumberOf, open, openText, seal, type Key, type Place } from './envelope.ts'
import { paddedLength } from './padding.ts'

const counting = (start: number, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, i) => start + i))

const key: Key = { no: 7, bytes: counting(0x00, 32) }
const place: Place = {
  practiceId: '018f0000-0000-7000-8000-000000000001',
  table: 3,
  column: 2,
  rowId: '018f0000-0000-7000-8000-000000000abc',
  rowVersion: 1,
}
const vector = {
  text: 'Bonjour, réponse à votre message.',
  nonce: counting(0xa0, 12),
  envelope: Buffer.from(
    '010100000007a0a1a2a3a4a5a6a7a8a9aaaba47712472abe70934217447a7715aead158c9ab0b2c12d18ee6b06eb1ad80660b513697faf22' +
      '533d5f9c04c8097a83f9471b464862d01a7e415e0b5ea47085b06bacf90d73f5b3ae245c2d86cb6fdcb4',
    'hex',
  ),
}
const sealedText = seal(key, place, vector.text)

describe('the published vector', () => {
  test('seals byte for byte', () => {
    expect(seal(key, place, vector.text, vector).toString('hex')).toBe(vector.envelope.toString('hex'))
  })

  test('opens to the text', () => {
    expect(openText(key, place, vector.envelope)).toBe(vector.text)
  })

  test('carries its key number', () => {
    expect(keyNumberOf(vector.envelope)).toBe(7)
  })
})

describe('what was sealed opens', () => {
  test('any text, at any place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), arbitraryPlace, arbitraryKey, (text, at, by) => {
        expect(openText(by, at, seal(by, at, text))).toBe(text)
      }),
    )
  })

  test('any bytes, also those that look like padding', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.array(fc.constantFrom(0x00, 0x80), { maxLength: 200 }).map((list) => Uint8Array.from(list)),
    )
    fc.assert(
      fc.property(bytes, (plaintext) => {
        expect(new Uint8Array(open(key, place, seal(key, place, plaintext)))).toEqual(plaintext)
      }),
    )
  })

  test('a byte order mark and zero bytes stay', () => {
    const text = '\uFEFFa\u0000b'
    expect(openText(key, place, seal(key, place, text))).toBe(text)
  })

  test('an envelope inside a larger buffer', () => {
    const larger = Buffer.concat([Buffer.alloc(5), sealedText, Buffer.alloc(5)])
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 5, sealedText.length)
    expect(openText(key, place, view)).toBe(vector.text)
    expect(keyNumberOf(view)).toBe(7)
  })

  test('two envelopes of one text share no nonce', () => {
    const nonces = Array.from({ length: 1_000 }, () => seal(key, place, 'x').subarray(6, 18).toString('hex'))
    expect(new Set(nonces).size).toBe(1_000)
  })
})

describe('a value does not open elsewhere', () => {
  const otherId = '018f0000-0000-7000-8000-0000000000ff'
  test.each<[string, Place]>([
    ['practice', { ...place, practiceId: otherId }],
    ['table', { ...place, table: 4 }],
    ['column', { ...place, column: 3 }],
    ['row', { ...place, rowId: otherId }],
    ['version of the row', { ...place, rowVersion: 2 }],
    ['practice and row swapped', { ...place, practiceId: place.rowId, rowId: place.practiceId }],
    ['table and column swapped', { ...place, table: place.column, column: place.table }],
  ])('another %s', (_name, elsewhere) => {
    expect(() => open(key, elsewhere, sealedText)).toThrow(DecryptError)
  })

  test.each<[string, Key]>([
    ['another key under the same number', { no: 7, bytes: counting(1, 32) }],
    ['the same key under another number', { no: 8, bytes: key.bytes }],
  ])('%s', (_name, other) => {
    expect(() => open(other, place, sealedText)).toThrow(DecryptError)
  })
})

describe('a changed envelope does not open', () => {
  test('one bit, at every position', () => {
    for (let i = 0; i < sealedText.length; i++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(sealedText)
        changed.writeUInt8(changed.readUInt8(i) ^ (1 << bit), i)
        expect(() => open(key, place, changed)).toThrow(DecryptError)
      }
    }
  })

  test('cut at every length, and longer', () => {
    for (let length = 0; length < sealedText.length; length++) {
      expect(() => open(key, place, sealedText.subarray(0, length))).toThrow(DecryptError)
    }
    expect(() => open(key, place, Buffer.concat([sealedText, Buffer.alloc(1)]))).toThrow(DecryptError)
  })

  test('clear text is never taken for an envelope', () => {
    expect(() => open(key, place, Buffer.from('clear text '.repeat(20)))).toThrow(DecryptError)
    expect(() => keyNumberOf(Buffer.from('clear text '.repeat(20)))).toThrow(DecryptError)
    expect(() => keyNumberOf(Buffer.alloc(0))).toThrow(DecryptError)
  })

  test('the error says the place and nothing else', () => {
    const error = errorOf(() => open(key, place, Buffer.alloc(98)))
    expect(error).toMatchObject({ code: 'decrypt-failed', table: 3, column: 2, message: 'a sealed value did not open' })
    expect(error).not.toHaveProperty('cause')
    expect(JSON.stringify(error)).not.toContain(place.rowId)
  })

  test('sealed bytes that are not UTF-8 are not text', () => {
    const sealed = seal(key, place, Uint8Array.of(0xc3, 0x28))
    expect(open(key, place, sealed)).toEqual(Buffer.from([0xc3, 0x28]))
    expect(() => openText(key, place, sealed)).toThrow(DecryptError)
  })
})

describe('what cannot be sealed is refused', () => {
  test.each<[string, () => unknown]>([
    ['a key of 128 bits', () => seal({ no: 1, bytes: Buffer.alloc(16) }, place, 'x')],
    ['a key number beyond u32', () => seal({ no: 2 ** 32, bytes: key.bytes }, place, 'x')],
    ['a table beyond u16', () => seal(key, { ...place, table: 65_536 }, 'x')],
    ['a negative row version', () => seal(key, { ...place, rowVersion: -1 }, 'x')],
    ['a row that is no UUID', () => seal(key, { ...place, rowId: '7' }, 'x')],
    ['a lone surrogate', () => seal(key, place, 'a\uD800b')],
    ['a short nonce', () => seal(key, place, 'x', { nonce: Buffer.alloc(8) })],
  ])('%s', (_name, attempt) => {
    expect(attempt).toThrow()
  })
})

describe('the length is hidden', () => {
  test('an envelope is 34 bytes and the padded length, whatever the content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (plaintext) => {
        expect(seal(key, place, plaintext).length).toBe(34 + paddedLength(plaintext.length))
      }),
    )
  })

  test('short answers all look the same', () => {
    expect(seal(key, place, 'no').length).toBe(seal(key, place, 'yes, at four tomorrow').length)
  })
})

function errorOf(attempt: () => unknown): unknown {
  try {
    attempt()
  } catch (error) {
    return error
  }
  return undefined
}
const arbitraryKey = fc.record({
  no: fc.nat({ max: 2 ** 32 - 1 }),
  bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
})
const u16 = fc.nat({ max: 0xffff })
const arbitraryPlace = fc.record({
  practiceId: fc.uuid(),
  table: u16,
  column: u16,
  rowId: fc.uuid(),
  rowVersion: fc.nat({ max: 2 ** 32 - 1 }),
})
