import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatHealthNumber,
  healthNumberSystem,
  isHealthNumberSystem,
  parseHealthNumber,
  type HealthNumberProblem,
} from './health-number.ts'

const read: [typed: string, digits: string, versionCode: string][] = [
  ['1234-567-897 AB', '1234567897', 'AB'],
  ['1234567897', '1234567897', ''],
  [' 1234 567 897-ab ', '1234567897', 'AB'],
  ['1234–567–897', '1234567897', ''],
  ['9876543217q', '9876543217', 'Q'],
  ['1234.567.897', '1234567897', ''],
]

const refused: [typed: string, problem: HealthNumberProblem][] = [
  ['', 'empty'],
  [' - ', 'empty'],
  ['123456789', 'too-few-digits'],
  ['AB', 'too-few-digits'],
  ['12345678970', 'too-many-digits'],
  ['1'.repeat(100_000), 'too-many-digits'],
  ['1234567898', 'check-digit'],
  ['2134567897', 'check-digit'],
  ['0000000000', 'check-digit'],
  ['1234567897ABC', 'version-code'],
  ['1234567897 É', 'unexpected-character'],
  ['1234567897 A1', 'unexpected-character'],
  ['AB1234567897', 'unexpected-character'],
  ['１２３４５６７８９７', 'unexpected-character'],
  ['1234567897\0', 'unexpected-character'],
]

describe('parseHealthNumber', () => {
  test.each(read)('reads %j', (typed, digits, versionCode) => {
    expect(parseHealthNumber(typed)).toEqual({ ok: true, value: { digits, versionCode } })
  })

  test.each(refused)('refuses %j: %s', (typed, problem) => {
    expect(parseHealthNumber(typed)).toEqual({ ok: false, problem })
  })

  test('sees every single wrong digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = [...'1234567897']
        digits[place] = String((Number(digits[place]) + shift) % 10)
        expect(parseHealthNumber(digits.join('')).ok).toBe(false)
      }),
    )
  })

  test('reads back what it formats', () => {
    for (const [typed] of read) {
      const first = parseHealthNumber(typed)
      expect(first.ok && parseHealthNumber(formatHealthNumber(first.value))).toEqual(first)
    }
  })
})

test('formats as on the card, with and without a version code', () => {
  expect(formatHealthNumber({ digits: '1234567897', versionCode: 'AB' })).toBe('1234-567-897-AB')
  expect(formatHealthNumber({ digits: '1234567897', versionCode: '' })).toBe('1234-567-897')
})

test.each([
  [healthNumberSystem, true],
  ['http://ehealthontario.ca/fhir/NamingSystem/ca-on-patient-hcn', true],
  ['https://ehealthontario.ca/fhir/NamingSystem/ca-on-patient-hcn', true],
  ['http://ehealthontario.ca/API/FHIR/NamingSystem/ca-on-patient-hcn', true],
  ['https://ehealthontario.ca/API/FHIR/NamingSystem/ca-on-patient-hcn', true],
  ['https://fhir.infoway-inforoute.ca/NamingSystem/ca-bc-patient-hcn', false],
  ['', false],
])('the system %j is the Ontario health number: %s', (system, expected) => {
  expect(isHealthNumberSystem(system)).toBe(expected)
})
