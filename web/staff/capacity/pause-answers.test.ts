import { describe, expect, test } from 'vitest'
import { limits } from '../../../shared/limits.ts'
import { answersOf, fieldsOf, wholeNumber, wrongIn } from './pause-answers.ts'
import type { Pause } from './pauses.ts'

const clinic = { timeZone: 'America/Toronto', now: new Date('2026-11-24T15:00:27Z') }
const both = { en: 'x', fr: 'y' }
const full = {
  ...answersOf(null, clinic),
  endsAt: '2026-11-30T08:00',
  words: { reason: both, instead: both },
}
const pause: Pause = {
  id: 'p',
  topicId: 't',
  topic: both,
  practitionerId: null,
  practitioner: null,
  aDay: 5,
  stopsAnswers: false,
  words: { reason: both, instead: both },
  startsAt: '2026-11-24T15:00:27.123Z',
  endsAt: '2026-11-30T13:00:00.000Z',
  state: 'in-force',
  createdBy: null,
  version: 3,
}

describe('a pause as it is typed', () => {
  test.each([
    [full, []],
    [{ ...full, endsAt: 'T08:00' }, ['endsAt']],
    [{ ...full, startsAt: '2026-11-24T' }, ['startsAt']],
    [{ ...full, about: 'topic' as const }, ['topicId']],
    [{ ...full, about: 'person' as const }, ['practitionerId']],
    [{ ...full, takes: 'some' as const, aDay: '0' }, ['aDay']],
    [{ ...full, takes: 'some' as const, aDay: '1.5' }, ['aDay']],
    [{ ...full, words: { reason: { en: ' ', fr: 'y' }, instead: both } }, ['words.reason.en']],
    [answersOf(null, clinic), ['endsAt', 'words.reason.en', 'words.reason.fr', 'words.instead.en', 'words.instead.fr']],
  ])('%# is named where it is wrong', (answers, paths) => {
    expect(wrongIn(answers).map(({ path }) => path)).toEqual(paths)
  })

  test('begins now and says everything by default', () => {
    expect(fieldsOf(full, null, clinic.timeZone)).toMatchObject({
      topicId: null,
      practitionerId: null,
      aDay: null,
      startsAt: '2026-11-24T15:00:00.000Z',
      endsAt: '2026-11-30T13:00:00.000Z',
    })
  })

  test('is sent as it was when nothing was changed, to the second', () => {
    const { topicId, aDay, startsAt, endsAt } = fieldsOf(answersOf(pause, clinic), pause, clinic.timeZone)
    expect({ topicId, aDay, startsAt, endsAt }).toEqual({
      topicId: 't',
      aDay: 5,
      startsAt: pause.startsAt,
      endsAt: pause.endsAt,
    })
  })

  test('with a number a day stops no answers', () => {
    const answers = { ...full, takes: 'some' as const, aDay: '5', stopsAnswers: true }
    expect(fieldsOf(answers, null, clinic.timeZone)).toMatchObject({ aDay: 5, stopsAnswers: false })
  })
})

test('a whole number is one within its limit', () => {
  expect(
    ['1', ' 20 ', '', '0', '-3', '2.5', 'ten', `${limits.pauseADay + 1}`].map((typed) =>
      wholeNumber(typed, limits.pauseADay),
    ),
  ).toEqual([1, 20, null, null, null, null, null, null])
})
