// What is promised here: what counts for a goal of the day, and how far it is, in the clinic's hours and on its clock; also on a
// day of 23 or 25 hours, and on one that is closed.
import { expect, test } from 'vitest'
import type { BusinessCalendar } from './business-hours.ts'
import { type Goal, goalDayOf, goalStand, type GoalWork } from './goal-day.ts'

const weekdays = [1, 2, 3, 4, 5]
const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  region: 'ca-on',
  blocks: [
    ...weekdays.map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
    { weekday: 7, opens: '00:00', closes: '08:00' },
  ],
  closures: new Set(['2026-11-26']),
}
const age: Goal = { kind: 'age', most: 2, by: '16:00', weekdays }
const instant = (iso: string) => new Date(iso)

test.each<[string, Partial<Goal>, string, { dueAt: string; countsBefore: string | null } | null]>([
  [
    'two working days before its time',
    {},
    '2026-11-25T10:00-05:00',
    { dueAt: '2026-11-25T16:00-05:00', countsBefore: '2026-11-23T16:00-05:00' },
  ],
  [
    'a weekend is no working day',
    {},
    '2026-11-23T10:00-05:00',
    { dueAt: '2026-11-23T16:00-05:00', countsBefore: '2026-11-19T16:00-05:00' },
  ],
  [
    'nor is a day on which the clinic was closed',
    {},
    '2026-11-27T10:00-05:00',
    { dueAt: '2026-11-27T16:00-05:00', countsBefore: '2026-11-24T16:00-05:00' },
  ],
  [
    'without a time: until it closes',
    { by: null },
    '2026-11-25T10:00-05:00',
    { dueAt: '2026-11-25T17:00-05:00', countsBefore: '2026-11-23T17:00-05:00' },
  ],
  [
    'a time after hours that were changed since: until it closes',
    { by: '18:00' },
    '2026-11-25T10:00-05:00',
    { dueAt: '2026-11-25T17:00-05:00', countsBefore: '2026-11-23T17:00-05:00' },
  ],
  [
    'a time before they begin: until it closes',
    { by: '09:00' },
    '2026-11-25T10:00-05:00',
    { dueAt: '2026-11-25T17:00-05:00', countsBefore: '2026-11-23T17:00-05:00' },
  ],
  [
    'so many waiting: whatever its age',
    { kind: 'count', most: 5 },
    '2026-11-25T10:00-05:00',
    { dueAt: '2026-11-25T16:00-05:00', countsBefore: null },
  ],
  [
    'after midnight it is the next day’s goal',
    {},
    '2026-11-25T00:01-05:00',
    { dueAt: '2026-11-25T16:00-05:00', countsBefore: '2026-11-23T16:00-05:00' },
  ],
  ['a closure has none', {}, '2026-11-26T10:00-05:00', null],
  ['a holiday has none', {}, '2026-12-25T10:00-05:00', null],
  ['nor has a day of the week that is not among its days', { weekdays: [1, 2] }, '2026-11-25T10:00-05:00', null],
  ['nor one on which the clinic never opens', { weekdays: [6] }, '2026-11-28T10:00-05:00', null],
  [
    'four o’clock is four o’clock when the clocks have gone back, and so were two working days before',
    {},
    '2026-11-02T10:00-05:00',
    { dueAt: '2026-11-02T16:00-05:00', countsBefore: '2026-10-29T16:00-04:00' },
  ],
  [
    'a time that the clocks skip is the moment after',
    { kind: 'count', by: '02:30', weekdays: [7] },
    '2026-03-08T01:00-05:00',
    { dueAt: '2026-03-08T03:30-04:00', countsBefore: null },
  ],
])('%s', (_words, changes, now, expected) => {
  // The Sunday's opening hours would make its working day another; only the test of the clocks needs it.
  const week = changes.weekdays?.includes(7) ? calendar : { ...calendar, blocks: calendar.blocks.slice(0, 5) }
  const day = goalDayOf(week, { ...age, ...changes }, instant(now))
  expect(day === null ? null : { dueAt: day.dueAt, countsBefore: day.countsBefore }).toEqual(
    expected === null
      ? null
      : {
          dueAt: instant(expected.dueAt),
          countsBefore: expected.countsBefore === null ? null : instant(expected.countsBefore),
        },
  )
})

/** On Wednesday, 25 November, at noon; what waits since Monday morning is too old at four. */
const work = (since: string, endedAt: string | null = null, deferredUntil: string | null = null): GoalWork => ({
  since: instant(`2026-11-${since}-05:00`),
  endedAt: endedAt === null ? null : instant(`2026-11-${endedAt}-05:00`),
  deferredUntil: deferredUntil === null ? null : instant(`2026-11-${deferredUntil}-05:00`),
})
const old = '23T10:00'
const fresh = '24T10:00'
const stand = (goal: Partial<Goal>, works: GoalWork[], now = '25T12:00') => {
  const at = instant(`2026-11-${now}-05:00`)
  const day = goalDayOf({ ...calendar, blocks: calendar.blocks.slice(0, 5) }, { ...age, ...goal }, at)
  if (day === null) {
    throw new Error('the goal is not for this day')
  }
  return goalStand(day, works, at)
}
const atMost = (most: number) => ({ kind: 'count', most }) as const

test.each<[string, Partial<Goal>, GoalWork[], string, { state: string; done: number; left: number; waiting: number }]>([
  [
    'came in the night before its two working days: not older',
    { by: null },
    [work('23T17:00'), work('23T23:00'), work('24T09:00')],
    '25T12:00',
    { state: 'reached', done: 0, left: 0, waiting: 0 },
  ],
  [
    'came just before that night: older',
    { by: null },
    [work('23T16:59')],
    '25T12:00',
    { state: 'under-way', done: 0, left: 1, waiting: 1 },
  ],
  ['nothing there', {}, [], '25T12:00', { state: 'reached', done: 0, left: 0, waiting: 0 }],
  ['old work is left', {}, [work(old)], '25T12:00', { state: 'under-way', done: 0, left: 1, waiting: 1 }],
  ['new work does not count', {}, [work(fresh)], '25T12:00', { state: 'reached', done: 0, left: 0, waiting: 0 }],
  [
    'just two working days old at its time: not older',
    {},
    [work('23T16:00')],
    '25T12:00',
    { state: 'reached', done: 0, left: 0, waiting: 0 },
  ],
  [
    'done today, and left',
    {},
    [work(old, '25T08:00'), work(old)],
    '25T12:00',
    { state: 'under-way', done: 1, left: 1, waiting: 1 },
  ],
  [
    'done yesterday: of another day',
    {},
    [work(old, '24T16:00')],
    '25T12:00',
    { state: 'reached', done: 0, left: 0, waiting: 0 },
  ],
  [
    'put off beyond its time: it waits for a reason',
    {},
    [work(old, null, '26T09:00')],
    '25T12:00',
    { state: 'reached', done: 0, left: 0, waiting: 0 },
  ],
  [
    'put off, and back before its time',
    {},
    [work(old, null, '25T15:00')],
    '25T12:00',
    { state: 'under-way', done: 0, left: 1, waiting: 1 },
  ],
  [
    'put off, and answered all the same',
    {},
    [work(old, '25T10:00', '26T09:00')],
    '25T12:00',
    { state: 'reached', done: 1, left: 0, waiting: 0 },
  ],
  ['to the minute of its time', {}, [work(old)], '25T16:00', { state: 'under-way', done: 0, left: 1, waiting: 1 }],
  ['its time has passed', {}, [work(old)], '25T16:01', { state: 'over', done: 0, left: 1, waiting: 1 }],
  [
    'its time has passed, and then it was done',
    {},
    [work(old, '25T16:30')],
    '25T16:40',
    { state: 'reached', done: 1, left: 0, waiting: 0 },
  ],
  [
    'as many as may wait',
    atMost(2),
    [work(old), work(fresh), work(fresh, '25T11:00')],
    '25T12:00',
    { state: 'reached', done: 1, left: 0, waiting: 2 },
  ],
  [
    'one more than may wait',
    atMost(2),
    [work(old), work(fresh), work('25T11:00')],
    '25T12:00',
    { state: 'under-way', done: 0, left: 1, waiting: 3 },
  ],
  ['none may wait', atMost(0), [work(fresh)], '25T12:00', { state: 'under-way', done: 0, left: 1, waiting: 1 }],
])('%s', (_words, goal, works, now, expected) => {
  expect(stand(goal, works, now)).toMatchObject(expected)
})

test.each<[string, string, (number | null)[]]>([
  ['before the clinic opens', '25T08:00', [2, null, null, null, null, null, null, null]],
  ['on the hour', '25T10:00', [2, 2, null, null, null, null, null, null]],
  ['the hour that has begun shows what waits now', '25T11:20', [2, 2, 1, 2, null, null, null, null]],
  ['after its time', '25T18:00', [2, 2, 1, 2, 2, 2, 2, 1]],
])('hour by hour, %s', (_words, now, waiting) => {
  const works = [work(old, '25T10:30'), work(fresh, '25T15:40'), work('25T11:10')]
  expect(stand(atMost(1), works, now).steps.map((step) => step.waiting)).toEqual(waiting)
})

test('a day that ends between two hours has its own time last', () => {
  const steps = stand({ by: '10:30' }, [], '25T12:00').steps.map(({ at }) => at.toISOString().slice(11, 16))
  expect(steps).toEqual(['14:00', '15:00', '15:30'])
})
