import { expect, test } from 'vitest'
import { weeklyHours, type OpeningBlock } from './weekly-hours.ts'

const day = (weekday: number, ...spans: [string, string][]): OpeningBlock[] =>
  spans.map(([opens, closes]) => ({ weekday, opens, closes }))
const nineToFive: [string, string] = ['09:00', '17:00']
const morning: [string, string] = ['09:00', '12:00']
const afternoon: [string, string] = ['13:00', '17:00']

test.each([
  ['no hours at all', [], [[1, 7, 0]]],
  [
    'the same on all weekdays',
    [1, 2, 3, 4, 5].flatMap((d) => day(d, nineToFive)),
    [
      [1, 5, 1],
      [6, 7, 0],
    ],
  ],
  [
    'a long Wednesday',
    [...day(1, nineToFive), ...day(2, nineToFive), ...day(3, ['09:00', '20:00']), ...day(4, nineToFive)],
    [
      [1, 2, 1],
      [3, 3, 1],
      [4, 4, 1],
      [5, 7, 0],
    ],
  ],
  [
    'a lunch break, kept in the wrong order',
    day(1, afternoon, morning),
    [
      [1, 1, 2],
      [2, 7, 0],
    ],
  ],
  [
    'Saturday alone',
    day(6, morning),
    [
      [1, 5, 0],
      [6, 6, 1],
      [7, 7, 0],
    ],
  ],
] as const)('%s', (_name, blocks, expected) => {
  expect(weeklyHours(blocks).map(({ from, to, spans }) => [from, to, spans.length])).toEqual(expected)
})

test('the spans of a day are told from morning to evening', () => {
  expect(weeklyHours(day(1, afternoon, morning))[0]?.spans.map(({ opens }) => opens)).toEqual(['09:00', '13:00'])
})
