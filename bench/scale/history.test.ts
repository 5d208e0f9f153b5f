import { expect, test } from 'vitest'
import { countConversations, type History, planConversation, planDays } from './history.ts'

const history: History = {
  seed: 7,
  messages: 20_000,
  days: 730,
  patients: 300,
  endsAt: new Date('2026-11-28T05:00:00.000Z'),
}

function plan(of: History) {
  const days = planDays(of)
  return Array.from({ length: countConversations(of) }, (_, number) => {
    const { draw, ...planned } = planConversation(of, days, number)
    return { ...planned, drawn: draw() }
  })
}

test('the same seed writes the same history, and another seed another', () => {
  expect(plan(history)).toEqual(plan(history))
  expect(plan({ ...history, seed: 8 })).not.toEqual(plan(history))
})

test('conversations begin in the order of their numbers, and nothing happens after the end', () => {
  const starts = plan(history).map(({ turns }) => Math.floor((turns[0]?.at ?? 0) / 86_400_000 - 5 / 24))
  expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  const ends = history.endsAt.getTime()
  for (const { turns, closedAt } of plan(history)) {
    const times = turns.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(Math.max(...times, ...turns.map(({ readAt }) => readAt ?? 0), closedAt ?? 0)).toBeLessThanOrEqual(ends)
    expect(turns.map(({ byPatient }) => byPatient)).toEqual(turns.map((_, index) => index % 2 === 0))
  }
})

test('the load is that of the model', () => {
  const turns = plan(history).flatMap((conversation) => conversation.turns)
  const share = (of: typeof turns, is: (turn: (typeof turns)[number]) => boolean) => of.filter(is).length / of.length
  const local = (at: number) => new Date(at - 5 * 3_600_000)
  const first = plan(history).flatMap((conversation) => conversation.turns.slice(0, 1))
  expect(turns.length / history.messages).toBeCloseTo(1, 1)
  expect(share(first, ({ at }) => local(at).getUTCHours() < 8 || local(at).getUTCHours() >= 18)).toBeCloseTo(0.22, 1)
  expect(share(first, ({ at }) => local(at).getUTCDay() % 6 === 0)).toBeCloseTo(0.12, 1)
  expect(share(turns, ({ files }) => files > 0)).toBeCloseTo(0.1, 1)
  const old = turns.filter(({ at, byPatient }) => !byPatient && at < history.endsAt.getTime() - 30 * 86_400_000)
  expect(share(old, ({ at, readAt }) => (readAt ?? Infinity) - at > 3 * 86_400_000)).toBeCloseTo(0.12, 1)
})
