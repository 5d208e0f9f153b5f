// What stands in braces is a variable or named as none; nothing else in a text is touched.
import { expect, test } from 'vitest'
import { fillTemplate, unknownVariable, variablesIn } from './template.ts'

test.each([
  ['Call {clinicPhone}.', undefined, ['clinicPhone']],
  ['Call { clinicPhone } or {clinicPhone}.', undefined, ['clinicPhone']],
  ['{today}: {patientName}', undefined, ['today', 'patientName']],
  ['Call {clinicphone}.', 'clinicphone', []],
  ['Hi {first_name}, call {clinicPhone}', 'first_name', ['clinicPhone']],
  ['{constructor} {__proto__}', 'constructor', []],
  ['a {b c} {1} {} {"x": 1} { } 2{3}', undefined, []],
  ['{clinicPhone', undefined, []],
  ['{{clinicPhone}}', undefined, ['clinicPhone']],
  ['', undefined, []],
])('%s', (text, unknown, variables) => {
  expect(unknownVariable(text)).toBe(unknown)
  expect(variablesIn(text)).toEqual(variables)
})

test('values go in as they are, also when they look like variables; what has none stays and is named', () => {
  const values = { clinicPhone: '$& {today} 416-555-0100', patientName: '' }
  expect(fillTemplate('{clinicPhone}|{patientName}|{awayUntil}|{other}', values)).toEqual({
    text: '$& {today} 416-555-0100||{awayUntil}|{other}',
    missing: ['awayUntil'],
  })
})
