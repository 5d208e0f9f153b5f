// By when a clinician's answer is needed, as a table: on the practice's clock, never in the past, never too far ahead.
import { expect, test } from 'vitest'
import { neededBy } from './needed-by.ts'

const now = new Date('2026-11-24T15:00:00Z')
const facts = {
  timeZone: 'America/Toronto',
  now,
  dueAt: new Date('2026-11-25T15:00:00Z'),
  otherwise: new Date('2026-11-24T17:00:00Z'),
}

test.each([
  ['as the answer is due', undefined, {}, { at: facts.dueAt }],
  ['later, when that has passed', undefined, { dueAt: new Date('2026-11-24T14:00:00Z') }, { at: facts.otherwise }],
  ['as typed, in winter', '2026-11-24T10:30', {}, { at: new Date('2026-11-24T15:30:00Z') }],
  ['on another clock', '2026-11-24T10:30', { timeZone: 'America/Winnipeg' }, { at: new Date('2026-11-24T16:30:00Z') }],
  ['now', '2026-11-24T10:00', {}, { problem: 'in-the-past' }],
  ['no day', '2026-02-30T10:00', {}, { problem: 'date' }],
  ['fourteen days', '2026-12-08T10:00', {}, { at: new Date('2026-12-08T15:00:00Z') }],
  ['a minute more', '2026-12-08T10:01', {}, { problem: 'too-far-ahead', limit: 14 }],
])('%s', (_what, typed, more, expected) => {
  expect(neededBy({ ...facts, typed, ...more })).toEqual(expected)
})
