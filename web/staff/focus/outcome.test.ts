import { expect, test } from 'vitest'
import { outcomeOf, type Seen } from './outcome.ts'

const now = new Date('2026-11-24T15:00:00Z')
const [me, sophie] = [{ id: 'me' }, { id: 'sophie' }]
const unclaimed: Seen = { status: 'requested', owner: null, careTeam: { id: 'nurses' }, deferral: null }
const mine: Seen = { ...unclaimed, status: 'accepted', owner: me }
const hers: Seen = { ...unclaimed, owner: sophie }

test.each<[string, Seen, Partial<Seen>, string | null]>([
  ['nothing was done yet', unclaimed, {}, null],
  ['claimed is no end', unclaimed, mine, null],
  ['returned to the inbox is no end', mine, unclaimed, null],
  ['answered', mine, { status: 'completed' }, 'done'],
  ['no longer needed', unclaimed, { status: 'cancelled' }, 'done'],
  ['put off', mine, { deferral: { until: '2026-11-24T15:00:01Z' } }, 'deferred'],
  ['put off, and back', mine, { deferral: { until: '2026-11-24T15:00:00Z' } }, null],
  ['given to a colleague', unclaimed, hers, 'assigned'],
  ['passed on to me, and still hers', hers, {}, null],
  ['passed on to me, and taken', hers, mine, null],
  ['in another inbox', unclaimed, { careTeam: { id: 'front desk' } }, 'assigned'],
])('%s', (_words, first, change, outcome) => {
  expect(outcomeOf(first, { ...first, ...change }, { me: 'me', now, isAnswerWaiting: false })).toBe(outcome)
})

test('an answer that waits to go out is an end for now, until it has gone or comes back', () => {
  const at = { me: 'me', now, isAnswerWaiting: true }
  expect(outcomeOf(mine, mine, at)).toBe('waiting')
  expect(outcomeOf(mine, { ...mine, status: 'completed' }, at)).toBe('done')
  expect(outcomeOf(mine, mine, { ...at, isAnswerWaiting: false })).toBeNull()
})
