// Canonical JSON is what RFC 8785 says, byte for byte; what JSON cannot hold exactly is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

/** RFC 8785, appendix B. */
const numbers = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
] as const

describe('RFC 8785', () => {
  it.each(numbers)('writes the double %s as %s', (bits, written) => {
    const number = Buffer.from(bits, 'hex').readDoubleBE()
    expect(canonicalJson(number).toString()).toBe(written)
  })

  it('writes the sample of section 3.2.4 as the same bytes', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    const bytes =
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e33333333' +
      '3333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c' +
      '5c5c5c5c222f227d'
    expect(canonicalJson(value).toString('hex')).toBe(bytes)
  })

  it('sorts names by UTF-16 code units, as section 3.2.3 shows', () => {
    const value = { '\u20ac': 5, '\r': 1, '\ufb33': 7, '1': 2, '\ud83d\ude00': 6, '\u0080': 3, '\u00f6': 4 }
    const sorted = '{"\\r":1,"1":2,"\u0080":3,"\u00f6":4,"\u20ac":5,"\ud83d\ude00":6,"\ufb33":7}'
    expect(canonicalJson(value).toString()).toBe(sorted)
  })
})

describe('any JSON value', () => {
  const character = fc.oneof(fc.integer({ max: 0xd7ff, min: 0 }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  const text = fc
    .array(
      character.map((point) => String.fromCodePoint(point)),
      { maxLength: 8 },
    )
    .map((all) => all.join(''))
  const leaf = [text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)]

  it('is the same value when read again, whatever the order of its members was', () => {
    fc.assert(
      fc.property(fc.object({ key: text, values: leaf, maxDepth: 3, maxKeys: 5 }), (value) => {
        const once = canonicalJson(value)
        const again: unknown = JSON.parse(once.toString())
        expect(again).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(reversed(again))).toEqual(once)
      }),
    )
  })
})

describe('what JSON cannot hold exactly', () => {
  const deep = Array.from({ length: 12 }).reduce<unknown>((inner) => [inner], [])
  const circle: unknown[] = []
  circle.push(circle)
  it.each([
    ['NaN', Number.NaN],
    ['Infinity', [Infinity]],
    ['a lone surrogate', { text: '\ud800' }],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['undefined', { reason: undefined }],
    ['a hole', Array(2)],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['bytes', Buffer.of(1)],
    ['a map', new Map()],
    ['thirteen levels', deep],
    ['a circle', circle],
  ])('%s is refused', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(/canonical JSON/)
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed)
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const)
    return Object.fromEntries(members.toReversed())
  }
  return value
}
