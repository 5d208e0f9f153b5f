import { expect, test } from 'vitest'
import { evenPace } from './even-pace.ts'

const at = (time: string, waiting: number | null) => ({ at: `2026-11-24T${time}:00Z`, waiting })

test.each<[string, Parameters<typeof evenPace>[0], number, number[] | null]>([
  ['straight down to nothing', [at('09:00', 4), at('10:00', 3), at('11:00', null)], 0, [4, 2, 0]],
  ['down to as many as may wait', [at('09:00', 6), at('10:00', null), at('11:00', null)], 2, [6, 4, 2]],
  ['by time, not by point', [at('09:00', 4), at('10:00', null), at('10:20', null)], 0, [4, 1, 0]],
  ['reached when the day began', [at('09:00', 2), at('10:00', null)], 2, null],
  ['a day without hours', [], 0, null],
])('%s', (_words, steps, most, pace) => {
  expect(evenPace(steps, most)).toEqual(pace)
})
