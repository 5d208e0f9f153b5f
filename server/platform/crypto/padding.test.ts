// Promised: the padded length is one of few, never much longer, and only padding made here is taken off.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pad, paddedLength, unpad } from './padding.ts'

describe('paddedLength', () => {
  // Worked by hand: below 64 the floor; then exponent e keeps floor(log2 e) + 1 significant bits after the first.
  test.each([
    [0, 64],
    [63, 64],
    [64, 72],
    [71, 72],
    [72, 80],
    [127, 128],
    [128, 144],
    [255, 256],
    [256, 272],
    [999, 1_024],
    [1_023, 1_024],
    [1_024, 1_088],
    [65_536, 67_584],
    [1_000_000, 1_015_808],
  ])('%i bytes are padded to %i', (length, expected) => {
    expect(paddedLength(length)).toBe(expected)
  })

  test('it holds the bytes and the mark, adds an eighth at most, and never falls', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 28 }), (length) => {
        const padded = paddedLength(length)
        expect(padded).toBeGreaterThan(length)
        expect(padded).toBeLessThanOrEqual(Math.max(64, (length + 1) * 1.125))
        expect(paddedLength(length + 1)).toBeGreaterThanOrEqual(padded)
      }),
    )
  })

  test('all values below 16 KiB share 113 lengths', () => {
    const lengths = new Set(Array.from({ length: 16_384 }, (_, length) => paddedLength(length)))
    // 64; then 8 in each of the two doublings up to 256, and 16 in each of the six up to 16,384.
    expect(lengths.size).toBe(1 + 2 * 8 + 6 * 16)
  })
})

describe('unpad', () => {
  test('takes off what pad put on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const plain = unpad(pad(bytes))
        expect(plain && new Uint8Array(plain)).toEqual(bytes)
      }),
    )
  })

  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['zeros without a mark', Buffer.alloc(64)],
    ['another byte for the mark', Buffer.concat([Buffer.from([0x81]), Buffer.alloc(63)])],
    ['padding longer than it has to be', Buffer.concat([Buffer.from([0x80]), Buffer.alloc(71)])],
    ['padding shorter than it has to be', Buffer.from([0x41, 0x80])],
  ])('%s is refused', (_name, padded) => {
    expect(unpad(padded)).toBeUndefined()
  })
})
