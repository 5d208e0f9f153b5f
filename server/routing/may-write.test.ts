import { describe, expect, test } from 'vitest'
import { nothingStops, whyNotWrite, type WritingFacts } from './may-write.ts'

const at = (hours: number) => new Date(Date.UTC(2026, 10, 24, 15) + hours * 3_600_000)
const now = at(0)
const pause = {
  id: 'pause',
  topicId: null,
  until: at(48),
  aDay: null,
  beganToday: 0,
  nextDayAt: at(14),
  stopsAnswers: false,
}
const start = { act: 'start', topicId: 'renewal' } as const
const answer = { act: 'answer', topicId: 'renewal' } as const

describe('a patient', () => {
  test.each<[string, Partial<WritingFacts>, typeof start | typeof answer, ReturnType<typeof whyNotWrite>]>([
    ['nothing stops', {}, start, null],
    ['nothing stops an answer', {}, answer, null],
    [
      'a block stops both',
      { block: { id: 'block', until: at(1) }, pauses: [pause] },
      answer,
      { code: 'blocked', until: at(1), limit: null, sourceId: 'block' },
    ],
    ['a block that has ended stops nothing', { block: { id: 'block', until: now } }, start, null],
    ['a pause', { pauses: [pause] }, start, { code: 'paused', until: at(48), limit: null, sourceId: 'pause' }],
    ['a pause leaves answers', { pauses: [pause] }, answer, null],
    [
      'a pause that stops answers',
      { pauses: [{ ...pause, stopsAnswers: true }] },
      answer,
      { code: 'paused', until: at(48), limit: null, sourceId: 'pause' },
    ],
    [
      'the longer of two pauses is told',
      { pauses: [pause, { ...pause, id: 'longer', until: at(72) }] },
      start,
      { code: 'paused', until: at(72), limit: null, sourceId: 'longer' },
    ],
    ['a pause of another topic', { pauses: [{ ...pause, topicId: 'forms' }] }, start, null],
    [
      'a pause of this topic',
      { pauses: [{ ...pause, topicId: 'renewal' }] },
      start,
      { code: 'paused', until: at(48), limit: null, sourceId: 'pause' },
    ],
    ['a day that is not full', { pauses: [{ ...pause, aDay: 5, beganToday: 4 }] }, start, null],
    [
      'a full day, until the next',
      { pauses: [{ ...pause, aDay: 5, beganToday: 5 }] },
      start,
      { code: 'full-today', until: at(14), limit: 5, sourceId: 'pause' },
    ],
    [
      'a full day, until the limit ends',
      { pauses: [{ ...pause, aDay: 5, beganToday: 9, until: at(2) }] },
      start,
      { code: 'full-today', until: at(2), limit: 5, sourceId: 'pause' },
    ],
    ['a full day leaves answers', { pauses: [{ ...pause, aDay: 5, beganToday: 9 }] }, answer, null],
    [
      'too many open',
      { open: { limit: 3, count: 3 } },
      start,
      { code: 'too-many-open', until: null, limit: 3, sourceId: null },
    ],
    ['too many open leaves answers', { open: { limit: 3, count: 3 } }, answer, null],
    ['one fewer', { open: { limit: 3, count: 2 } }, start, null],
    [
      'too many messages today',
      { day: { limit: 10, count: 10, againAt: at(5) } },
      answer,
      { code: 'too-many-today', until: at(5), limit: 10, sourceId: null },
    ],
    ['nine of ten', { day: { limit: 10, count: 9, againAt: null } }, start, null],
    [
      'too soon after the last',
      { coolDown: { againAt: at(0.5) } },
      start,
      { code: 'cooling-down', until: at(0.5), limit: null, sourceId: null },
    ],
    ['late enough after the last', { coolDown: { againAt: now } }, start, null],
    ['a cool-down leaves answers', { coolDown: { againAt: at(0.5) } }, answer, null],
  ])('%s', (_words, facts, writing, refusal) =>
    expect(whyNotWrite({ ...nothingStops, ...facts }, writing, now)).toEqual(refusal),
  )
})
