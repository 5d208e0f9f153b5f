import { expect, test } from 'vitest'
import type { BusinessCalendar } from './business-hours.ts'
import { dueAt } from './expected-reply.ts'

const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
  closures: new Set(['2026-11-26']),
  region: 'ca-on',
}

test.each([
  ['two business days from a Monday', '2026-11-23T10:15:00-05:00', 960, '2026-11-25T10:15:00-05:00'],
  [
    'seconds are dropped, so that the promise can be kept to the minute',
    '2026-11-23T10:15:59.999-05:00',
    960,
    '2026-11-25T10:15:00-05:00',
  ],
  ['sent at night, it counts from the morning', '2026-11-23T23:40:10-05:00', 960, '2026-11-25T17:00:00-05:00'],
  ['sent in the last minute of the day', '2026-11-23T16:59:30-05:00', 1, '2026-11-23T17:00:00-05:00'],
  ['sent just after closing', '2026-11-23T17:00:30-05:00', 1, '2026-11-24T09:01:00-05:00'],
  ['over a closure and a week-end', '2026-11-25T12:00:00-05:00', 960, '2026-11-30T12:00:00-05:00'],
  ['over the Christmas holidays', '2026-12-24T12:00:00-05:00', 480, '2026-12-28T12:00:00-05:00'],
])('%s', (_name, sentAt, standardMinutes, expected) => {
  expect(dueAt({ calendar, sentAt: new Date(sentAt), standardMinutes })).toEqual(new Date(expected))
})
