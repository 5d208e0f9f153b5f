import { describe, expect, test } from 'vitest'
import { addBusinessMinutes } from './business-hours.ts'
import {
  checkOpeningBlocks,
  OpeningBlocksError,
  type OpeningBlock,
  type OpeningBlockProblem,
} from './opening-blocks.ts'

const morning: OpeningBlock = { weekday: 1, opens: '09:00', closes: '12:00' }

const refused: [name: string, block: OpeningBlock, problem: OpeningBlockProblem][] = [
  ['a weekday 0', { ...morning, weekday: 0 }, 'weekday'],
  ['a weekday 8', { ...morning, weekday: 8 }, 'weekday'],
  ['half a weekday', { ...morning, weekday: 1.5 }, 'weekday'],
  ['an hour 24', { weekday: 2, opens: '20:00', closes: '24:00' }, 'time'],
  ['a minute 60', { weekday: 2, opens: '09:60', closes: '12:00' }, 'time'],
  ['a time without its zero', { weekday: 2, opens: '9:00', closes: '12:00' }, 'time'],
  ['a time with seconds', { weekday: 2, opens: '09:00:00', closes: '12:00' }, 'time'],
  ['closing before opening', { weekday: 2, opens: '17:00', closes: '09:00' }, 'inverted'],
  ['a night that would end tomorrow', { weekday: 2, opens: '22:00', closes: '02:00' }, 'inverted'],
  ['no length', { weekday: 2, opens: '09:00', closes: '09:00' }, 'inverted'],
  ['the same block again', morning, 'overlapping'],
  ['a block inside another', { weekday: 1, opens: '10:00', closes: '11:00' }, 'overlapping'],
  ['a block that begins inside another', { weekday: 1, opens: '11:59', closes: '13:00' }, 'overlapping'],
]

describe('checkOpeningBlocks', () => {
  test.each([
    ['nothing', []],
    ['a morning and an afternoon', [morning, { weekday: 1, opens: '13:00', closes: '17:00' }]],
    ['blocks that touch', [morning, { weekday: 1, opens: '12:00', closes: '17:00' }]],
    ['the same hours on another day', [morning, { ...morning, weekday: 7 }]],
    ['a whole day', [{ weekday: 3, opens: '00:00', closes: '23:59' }]],
  ])('allows %s', (_name, blocks) => {
    expect(() => checkOpeningBlocks(blocks)).not.toThrow()
  })

  test.each(refused)('refuses %s', (_name, block, problem) => {
    expect(() => checkOpeningBlocks([morning, block])).toThrow(
      expect.objectContaining({ name: 'OpeningBlocksError', code: 'opening_blocks_invalid', problem, index: 1 }),
    )
  })

  test('business time refuses them too', () => {
    const hours = {
      timeZone: 'America/Toronto',
      blocks: [morning, morning],
      closures: new Set<string>(),
      region: 'ca-on' as const,
    }
    expect(() => addBusinessMinutes(hours, new Date(), 1)).toThrow(OpeningBlocksError)
  })
})
