// What is promised here: a patient is never left with a time that has passed, is told the next one before it does, is told at
// most so often, and a time never comes nearer.
import { describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { businessMinutesBefore, type BusinessCalendar } from './business-hours.ts'
import type { CoverFacts } from './cover-facts.ts'
import { answersFrom, firstLookAt, type Promised, renewExpectation } from './renew-expectation.ts'

const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
  closures: new Set(),
  region: 'ca-on',
}
/** On the clinic's clock, in November. */
const at = (time: string) => new Date(`2026-11-${time}:00-05:00`)
const closed = (...days: string[]) => ({ calendar: { ...calendar, closures: new Set(days) } })

/** Sent on a Monday at 10:00 with two days of opening to answer: promised for Wednesday at 10:00. */
const decide = (changes: Partial<Promised>) =>
  renewExpectation({
    calendar,
    sentAt: at('23T10:00'),
    standardMinutes: 960,
    toldAt: at('25T10:00'),
    renewals: 0,
    answersFrom: at('23T10:00'),
    now: at('24T12:00'),
    ...changes,
  })

test.each<[string, Partial<Promised>, Date | null, Date | null]>([
  ['nothing has changed: look again an hour of opening before', {}, null, at('25T09:00')],
  ['the hour before: the next time, a working day on', { now: at('25T09:00') }, at('25T17:00'), at('25T16:00')],
  ['a minute before that: not yet', { now: at('25T08:59') }, null, at('25T09:00')],
  ['found only after it passed: at once, counted from now', { now: at('25T12:00') }, at('26T11:00'), at('26T10:00')],
  ['found at night', { now: at('26T03:00') }, at('26T16:00'), at('26T15:00')],
  ['the day was made a holiday', closed('2026-11-24'), at('26T10:00'), at('26T09:00')],
  ['a day after it was made a holiday', closed('2026-11-27'), null, at('25T09:00')],
  [
    'the hours are longer now: what was promised is kept',
    { calendar: { ...calendar, blocks: calendar.blocks.map((block) => ({ ...block, closes: '20:00' })) } },
    null,
    at('25T09:00'),
  ],
  [
    'the clinic is open for fewer hours',
    { calendar: { ...calendar, blocks: calendar.blocks.map((block) => ({ ...block, closes: '13:00' })) } },
    at('27T10:00'),
    at('27T09:00'),
  ],
  ['nobody answers until Thursday', { answersFrom: at('26T09:00') }, at('26T16:00'), at('26T15:00')],
  ['nobody answers until this afternoon', { answersFrom: at('24T13:00') }, at('25T12:00'), at('25T11:00')],
  [
    'nobody answers until this afternoon, which is soon enough',
    { now: at('23T10:05'), answersFrom: at('23T14:00') },
    null,
    at('25T09:00'),
  ],
  [
    'told twice: once more, and then no more',
    { renewals: limits.expectationRenewals - 1, now: at('25T09:00') },
    at('25T17:00'),
    null,
  ],
  ['told as often as may be', { renewals: limits.expectationRenewals, now: at('25T09:00') }, null, null],
  [
    'a short time has a short lead: a quarter of it',
    { standardMinutes: 60, toldAt: at('23T11:00'), now: at('23T10:44') },
    null,
    at('23T10:45'),
  ],
  [
    'and goes on by as much again',
    { standardMinutes: 60, toldAt: at('23T11:00'), now: at('23T10:45') },
    at('23T12:00'),
    at('23T11:45'),
  ],
  ['no hours at all: tomorrow is another day', { calendar: { ...calendar, blocks: [] } }, null, at('25T12:00')],
])('%s', (_name, changes, tell, lookAgainAt) => {
  expect(decide(changes)).toEqual({ tell, lookAgainAt })
})

test('whenever it is looked at, what is told is later than what was told, and comes before that passes', () => {
  let told = at('25T10:00')
  let look: Date | null = firstLookAt({ calendar, standardMinutes: 960, toldAt: told })
  let renewals = 0
  while (look !== null) {
    const { tell, lookAgainAt } = decide({ toldAt: told, renewals, now: look })
    expect(tell?.getTime()).toBeGreaterThan(told.getTime())
    expect(look.getTime()).toBeLessThan(told.getTime())
    told = tell ?? told
    renewals++
    look = lookAgainAt
  }
  expect(renewals).toBe(limits.expectationRenewals)
})

describe('minutes of opening before an instant', () => {
  test.each([
    ['within the day', '25T12:00', 60, '25T11:00'],
    ['over a night', '25T09:30', 60, '24T16:30'],
    ['over a week-end', '23T09:30', 60, '20T16:30'],
    ['from outside the hours', '25T22:00', 60, '25T16:00'],
    ['none', '25T12:00', 0, '25T12:00'],
  ])('%s', (_name, to, minutes, expected) => {
    expect(businessMinutesBefore(calendar, at(to), minutes)).toEqual(at(expected))
  })
})

describe('from when on somebody answers', () => {
  const team = { kind: 'care-team', id: 'team' } as const
  const facts = (absences: CoverFacts['absences'], actingIds = ['owner', 'backup']): CoverFacts => ({
    timeZone: 'America/Toronto',
    absences,
    rotations: [],
    actingIds: new Set(actingIds),
    careTeams: new Map([['team', { ownerId: 'owner', backupId: 'backup' }]]),
    knownUntil: at('30T00:00'),
  })
  const away = (id: string, until: string, cover: CoverFacts['absences'][number]['cover'] = null) => ({
    id,
    of: { kind: 'practitioner' as const, id },
    startsAt: at('20T00:00'),
    endsAt: at(until),
    cover,
  })
  const addressee = { personId: null, careTeamId: team.id }

  test.each<[string, CoverFacts, string]>([
    ['somebody is there', facts([]), '24T12:00'],
    ['the owner is away: the backup', facts([away('owner', '28T00:00')]), '24T12:00'],
    ['both are away: who is back first', facts([away('owner', '28T00:00'), away('backup', '26T00:00')]), '26T00:00'],
    ['both have left: no time would be honest', facts([], []), '24T12:00'],
  ])('%s', (_name, cover, expected) => {
    expect(answersFrom(cover, addressee, at('24T12:00'))).toEqual(at(expected))
  })
})
