import { describe, expect, test } from 'vitest'
import { apart, labelEvery, layOut, ticksUpTo } from './plot-layout.ts'

describe('round numbers up to the highest', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 0.5, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2.5, 5, 7.5]],
    [31, [0, 20, 40]],
    [100, [0, 50, 100]],
    [0.4, [0, 0.2, 0.4]],
    [1_234, [0, 500, 1_000, 1_500]],
  ])('%d: %j', (most, ticks) => expect(ticksUpTo(most)).toEqual(ticks))
})

const shape = { width: 340, height: 136, left: 40, right: 0, bars: [], lines: [] }

describe('a plot', () => {
  test('sets bars side by side, each as high as its value, and nothing where there is nothing', () => {
    const { bars, box, xs } = layOut({ ...shape, bars: [[100, 50, null, 0]] })
    expect(xs).toEqual([77.5, 152.5, 227.5, 302.5])
    expect(bars).toEqual([
      { x: 57.5, y: 12, width: 40, height: 100, series: 0, point: 0 },
      { x: 132.5, y: 62, width: 40, height: 50, series: 0, point: 1 },
    ])
    expect(box).toEqual({ left: 40, top: 12, right: 340, bottom: 112 })
  })

  test('stacks the second series on the first', () => {
    const { bars, ticks } = layOut({ ...shape, bars: [[30], [70]] })
    expect(ticks.at(-1)?.value).toBe(100)
    expect(bars.map(({ y, height }) => [y, height])).toEqual([
      [82, 30],
      [12, 70],
    ])
  })

  test('breaks a line where a value is missing', () => {
    const { lines } = layOut({ ...shape, lines: [[100, 0, null, 50]] })
    expect(lines).toEqual([
      [
        [
          [77.5, 12],
          [152.5, 112],
        ],
        [[302.5, 62]],
      ],
    ])
  })

  test('has room for the standard above everything', () => {
    const { standardY, ticks } = layOut({ ...shape, lines: [[10]], standard: 100 })
    expect([standardY, ticks.at(-1)?.value]).toEqual([12, 100])
  })

  test('of nothing stands still', () => {
    expect(layOut({ ...shape, width: 0 })).toMatchObject({ xs: [], bars: [], lines: [] })
  })
})

test.each([
  [28, 560, 40, 2],
  [28, 280, 40, 4],
  [4, 600, 40, 1],
  [0, 0, 40, 1],
])('%i points in %i pixels, labels of %i: every %i', (points, width, label, every) =>
  expect(labelEvery(points, width, label)).toBe(every),
)

test.each([
  [
    [50, 100],
    [50, 100],
  ],
  [
    [100, 100],
    [86, 100],
  ],
  [
    [100, 95],
    [100, 86],
  ],
])('names at %j stand at %j', (ys, placed) => expect(apart(ys)).toEqual(placed))
