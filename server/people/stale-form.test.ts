// A form filled in on an older row changes nothing, and says which of its fields differ by now.
import { expect, test } from 'vitest'
import { Problem } from '../platform/problems.ts'
import { fieldCodes, isFresh } from './stale-form.ts'

type Row = { name: string; phone: string; hours: { opens: string }[] }
const now = { name: 'Maple', phone: '1', hours: [{ opens: '09:00' }], version: 5 }

test('a form of this version is fresh, whatever it changes', () => {
  expect(isFresh<Row>(now, { name: 'Oak', version: 5 })).toBe(true)
})

test('an older form that says what already stands has nothing to write', () => {
  expect(isFresh<Row>(now, { name: 'Maple', hours: [{ opens: '09:00' }], version: 4 })).toBe(false)
})

test.each([
  [{ name: 'Oak', phone: '1', version: 4 }, ['name']],
  [{ name: 'Oak', hours: [{ opens: '10:00' }], version: 4 }, ['name', 'hours']],
  [{ name: undefined, phone: '2', version: 9 }, ['phone']],
])('%j differs in %j', (sent, fields) => {
  const refused = (() => {
    try {
      return isFresh<Row>(now, sent)
    } catch (error) {
      return error
    }
  })()
  expect(refused).toBeInstanceOf(Problem)
  expect(refused).toMatchObject({ status: 409, code: 'changed-meanwhile', facts: { version: 5, fields } })
})

test('fields are codes in the audit log', () => {
  expect(fieldCodes({ timeZone: 'x', clerkView: 'full', name: undefined, hours: [] })).toEqual([
    'clerk-view',
    'hours',
    'time-zone',
  ])
})
