import { expect, test } from 'vitest'
import { minutesOf, typedHours, wrongHours } from './expectation-answers.ts'

test.each([
  ['4', 240],
  ['0,25', 15],
  ['1.5', 90],
  [' ', null],
])('%j is %d minutes', (typed, minutes) => expect(minutesOf(typed)).toBe(minutes))

test.each([
  ['', '', []],
  ['4', '14', []],
  ['0.1', '', ['items.0.triageMinutes']],
  ['101', 'soon', ['items.0.triageMinutes', 'items.0.replyMinutes']],
  ['-1', '0.3', ['items.0.triageMinutes', 'items.0.replyMinutes']],
])('%j and %j: %j', (triage, reply, paths) =>
  expect(wrongHours([{ role: 'nurse', triage, reply }]).map(({ path }) => path)).toEqual(paths),
)

test('what is kept stands in the form as hours', () =>
  expect(typedHours({ role: 'clerk', triageMinutes: 90, replyMinutes: null })).toEqual({
    role: 'clerk',
    triage: '1.5',
    reply: '',
  }))
