import { describe, expect, test } from 'vitest'
import { blocksOn, nextBlock } from './hours.ts'

const monday = (opens: string, closes: string) => ({ weekday: 1, opens, closes })

test('the blocks of a day are in the order of the clock', () => {
  const hours = [monday('13:00', '17:00'), { weekday: 2, opens: '08:00', closes: '12:00' }, monday('09:00', '12:00')]
  expect(blocksOn(hours, 1).map(({ opens }) => opens)).toEqual(['09:00', '13:00'])
  expect(blocksOn(hours, 7)).toEqual([])
})

describe('another block begins after the last one', () => {
  test.each([
    [[], '09:00', '17:00'],
    [[monday('09:00', '12:00')], '13:00', '17:00'],
    [[monday('13:00', '17:00'), monday('09:00', '12:00')], '18:00', '22:00'],
    [[monday('09:00', '23:30')], '22:00', '23:00'],
  ])('after %j: %s to %s', (hours, opens, closes) => {
    expect(nextBlock(hours, 1)).toEqual({ weekday: 1, opens, closes })
  })
})
