import { describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import type { BusinessCalendar } from './business-hours.ts'
import { latestSendAt, offerSendTimes, whyNotSendAt } from './send-time.ts'

const toronto = (local: string) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime('America/Toronto').epochMilliseconds)
const weekdays: BusinessCalendar = {
  timeZone: 'America/Toronto',
  region: 'ca-on',
  blocks: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, opens: '09:00', closes: '12:00' },
    { weekday, opens: '13:00', closes: '17:00' },
  ]),
  closures: new Set(['2026-11-27']),
}
const never: BusinessCalendar = { ...weekdays, blocks: [] }

describe('when an answer may go out', () => {
  const now = toronto('2026-11-24T10:00')
  test.each<[at: string, code: string | null, next: string | null]>([
    ['2026-11-24T10:01', null, null],
    ['2026-11-24T10:00', 'in-the-past', '2026-11-24T13:00'],
    ['2026-11-24T11:59', null, null],
    ['2026-11-24T12:00', 'clinic-closed', '2026-11-24T13:00'],
    ['2026-11-24T17:00', 'clinic-closed', '2026-11-25T09:00'],
    // A closure of the practice's own, and the weekend after it.
    ['2026-11-27T10:00', 'clinic-closed', '2026-11-30T09:00'],
    // Christmas and, as it falls on a Saturday, the weekend.
    ['2026-12-25T09:00', 'clinic-closed', '2026-12-28T09:00'],
    ['2027-03-01T10:00', 'too-far-ahead', null],
  ])('%s: %s, then %s', (at, code, next) => {
    expect(whyNotSendAt(weekdays, toronto(at), now)).toEqual(
      code === null ? null : { code, next: next === null ? null : toronto(next) },
    )
  })

  test('a clinic that never opens has no such time', () => {
    expect(whyNotSendAt(never, toronto('2026-11-24T11:00'), now)).toEqual({ code: 'clinic-closed', next: null })
    expect(offerSendTimes(never, now)).toEqual([])
  })

  test('the last time is as far on as the limit says', () => {
    expect(latestSendAt(now).getTime() - now.getTime()).toBe(limits.sendLaterDays * 86_400_000)
  })
})

describe('times at hand', () => {
  test.each<[now: string, offers: [kind: string, at: string][]]>([
    [
      '2026-11-24T10:00',
      [
        ['next-opening', '2026-11-24T13:00'],
        ['tomorrow', '2026-11-25T09:00'],
      ],
    ],
    ['2026-11-24T15:00', [['next-opening', '2026-11-25T09:00']]],
    ['2026-11-24T23:59', [['next-opening', '2026-11-25T09:00']]],
    [
      '2026-11-25T00:01',
      [
        ['next-opening', '2026-11-25T09:00'],
        ['tomorrow', '2026-11-26T09:00'],
      ],
    ],
    // The day after is a closure, then a weekend.
    ['2026-11-26T16:00', [['next-opening', '2026-11-30T09:00']]],
  ])('at %s', (now, offers) => {
    expect(offerSendTimes(weekdays, toronto(now))).toEqual(offers.map(([kind, at]) => ({ kind, at: toronto(at) })))
  })
})
