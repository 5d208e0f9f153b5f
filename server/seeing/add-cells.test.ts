import { describe, expect, test } from 'vitest'
import { addCells, nothing, shownOf, timesOf } from './add-cells.ts'
import { type Cell, numbersIn } from './load-cells.ts'

const empty: Cell = {
  step: '2026-11-23',
  topic_id: 'a',
  care_team_id: 'x',
  practitioner_id: 'p',
  arrived: 0,
  asked: 0,
  replied: 0,
  replied_in_time: 0,
  settled: 0,
  closed: 0,
  visits_avoided: 0,
  visits_booked: 0,
  redirected: 0,
  sent_to_emergency: 0,
  sent: 0,
  sent_after_hours: 0,
  opened: 0,
  reply: [],
  held: [],
  triage: [],
  resolution: [],
}

test('lines are added up by their key, with every time', () => {
  const sums = addCells(
    [
      { ...empty, replied: 2, replied_in_time: 1, reply: [60, 5] },
      { ...empty, topic_id: 'b', replied: 1, reply: [7] },
      { ...empty, step: '2026-11-24', replied: 1, reply: [300], triage: [4] },
    ],
    ({ topic_id }) => topic_id,
  )
  expect([...sums.keys()]).toEqual(['a', 'b'])
  expect(sums.get('a')).toEqual({ ...nothing(), replied: 3, repliedInTime: 1, reply: [60, 5, 300], triage: [4] })
  expect(shownOf(sums.get('a') ?? nothing())).toMatchObject({ replied: 3, reply: { count: 3, median: 60, p90: 300 } })
})

describe('half and nine in ten', () => {
  test.each([
    [[], null, null],
    [[7], 7, 7],
    [[2, 1], 1, 2],
    [[3, 1, 2], 2, 3],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 50, 90],
    [[100, 20, 3], 20, 100],
  ])('%j: %d, %d', (minutes, median, p90) => expect(timesOf(minutes)).toEqual({ count: minutes.length, median, p90 }))
})

test.each([
  [null, []],
  ['', []],
  ['0', [0]],
  ['60,5,300', [60, 5, 300]],
  ['525600', [525_600]],
])('numbers in %j', (written, numbers) => expect(numbersIn(written)).toEqual(numbers))
