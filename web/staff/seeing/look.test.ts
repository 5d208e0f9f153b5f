import { expect, test } from 'vitest'
import { askOf, lookOf, queryOf, seenLookOf } from './look.ts'

const id = '018f0000-0000-7000-8002-000000000001'

test.each([
  [{}, {}, { from: '2026-10-28', until: '2026-11-24' }],
  [{ days: 7 }, { days: '7' }, { from: '2026-11-18', until: '2026-11-24' }],
  [
    { days: '365', topic: id },
    { days: '365', topic: id },
    { from: '2025-11-25', until: '2026-11-24', topicId: id },
  ],
  [
    { from: '2026-01-01', until: '2026-01-31', inbox: id },
    { from: '2026-01-01', until: '2026-01-31', inbox: id },
    { from: '2026-01-01', until: '2026-01-31', careTeamId: id },
  ],
  [{ from: '2026-01-01' }, {}, { from: '2026-10-28', until: '2026-11-24' }],
  [{ days: '9', person: '<x>' }, {}, { from: '2026-10-28', until: '2026-11-24' }],
] as const)('the address %j looks at %j', (search, look, ask) => {
  expect(lookOf(search)).toEqual(look)
  expect(askOf(look as never, '2026-11-24')).toEqual(ask)
  expect(lookOf(Object.fromEntries(new URLSearchParams(queryOf(look as never))))).toEqual(look)
})

test('a list knows its figure, and without one is of what waits', () => {
  expect(seenLookOf({ figure: 'unread', language: 'fr', age: '80-up' })).toEqual({
    figure: 'unread',
    language: 'fr',
    age: '80-up',
  })
  expect(seenLookOf({ figure: 'x', language: 'de', age: '3' })).toEqual({ figure: 'waiting' })
  expect(queryOf({})).toBe('')
})
