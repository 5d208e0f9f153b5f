import { expect, test } from 'vitest'
import { headOf, inOrder, nameOf, partsOf } from './merged.ts'
import type { Conversation, Message } from './types.ts'

const letter = (id: string, minute: number) =>
  ({ id, sentAt: `2026-11-24T15:${String(minute).padStart(2, '0')}:00.000Z` }) as Message
const topic = { en: 'Refill', fr: 'Renouvellement' }
const part = { id: 'other', subject: '', topic, messages: [letter('b', 2), letter('d', 4)] }
const other = { id: 'other', subject: 'Pills', topic }
const merge = { mergedAt: '', mergedBy: null, partedBy: null }

test('letters of both stand in the order of their time, and say where they were written', () => {
  const shown = inOrder([letter('a', 1), letter('c', 3)], false, [part], 'fr')
  expect(shown.map(({ id, of }) => [id, of?.name])).toEqual([
    ['a', undefined],
    ['b', 'Renouvellement'],
    ['c', undefined],
    ['d', 'Renouvellement'],
  ])
})

test('none is shown from before the first of its own that was fetched', () => {
  expect(inOrder([letter('c', 3)], true, [part], 'en').map(({ id }) => id)).toEqual(['c', 'd'])
})

test('of what was taken apart again, and of what one may not know, nothing is read', () => {
  const merges: Conversation['merges'] = [
    { ...merge, way: 'from', other, partedAt: null },
    { ...merge, way: 'from', other: { ...other, id: 'apart' }, partedAt: '2026-11-24T15:00:00.000Z' },
    { ...merge, way: 'from', other: null, partedAt: null },
  ]
  expect(partsOf({ merges })).toEqual([other])
  expect(headOf({ merges })).toBeUndefined()
  expect(headOf({ merges: [{ ...merge, way: 'into', other: null, partedAt: null }] })).toMatchObject({ other: null })
  expect(nameOf(other, 'en')).toBe('Pills')
})
