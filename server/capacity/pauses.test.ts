// What is promised here: while a pause is in force nobody begins a conversation in what it is about, they read why and what to do
// before they write, and the clinic itself is never stopped. It ends by itself.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aReply } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, aTopic, call, callLoosely } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aPause, tryAnswer, tryStart } from './capacity.fixture.ts'

const house = useTestHouse()

async function aWorld() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const save = async (part: object = {}) => {
    const answer = await call(house(), practice.administrator, api.savePause, { ...aPause(house()), ...part })
    expect(answer.status).toBe(200)
    return answer.body
  }
  const writing = async () => (await call(house(), patient, api.readWriting, {})).body
  return { practice, patient, save, writing }
}

test('a pause is told before anybody writes, and stops new conversations until it ends', async () => {
  const { practice, patient, save, writing } = await aWorld()
  const { body: begun } = await tryStart(house(), practice, patient)
  expect(await writing()).toMatchObject({ start: null, bookingUrl: null })
  const pause = await save()

  const told = await writing()
  expect(told.start).toMatchObject({
    code: 'paused',
    until: pause.endsAt,
    words: { reason: { fr: 'Nous déménageons.' }, instead: { en: 'Call us, or go to a walk-in clinic.' } },
  })
  expect(told.topics).toMatchObject([{ topicId: practice.topic.id, start: { code: 'paused' }, answer: null }])
  const refused = await tryStart(house(), practice, patient)
  expect(refused).toMatchObject({ status: 409, body: { code: 'writing-paused', facts: { until: pause.endsAt } } })
  expect((await tryAnswer(house(), patient, begun.conversationId)).status).toBe(200)
  await aReply(house(), practice.nurse, begun.conversationId)

  house().clock.advance({ days: 1, minutes: 1 })
  expect(await writing()).toMatchObject({ start: null })
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
})

test('a message that was sent before the pause is answered again, not refused', async () => {
  const { practice, patient, save } = await aWorld()
  const letter = {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'I have two tablets left.',
    attachmentIds: [],
  }
  const first = await call(house(), patient, api.startConversation, letter)
  await save()
  const again = await call(house(), patient, api.startConversation, letter)
  expect([again.status, again.body.message.id]).toEqual([200, first.body.message.id])
})

test('a pause may stop answers too', async () => {
  const { practice, patient, save, writing } = await aWorld()
  const { body: begun } = await tryStart(house(), practice, patient)
  await save({ stopsAnswers: true })
  expect((await writing()).topics).toMatchObject([{ answer: { code: 'paused' } }])
  expect(await tryAnswer(house(), patient, begun.conversationId)).toMatchObject({
    status: 409,
    body: { code: 'writing-paused' },
  })
})

test('a pause of one topic leaves the others', async () => {
  const { practice, patient, save, writing } = await aWorld()
  const other = await aTopic(house(), practice, practice.careTeam)
  await save({ topicId: practice.topic.id })
  expect((await writing()).start).toBeNull()
  expect((await tryStart(house(), practice, patient)).status).toBe(409)
  expect((await tryStart(house(), practice, patient, other.id)).status).toBe(200)
})

test('a pause of one clinician stops their patients alone', async () => {
  const { practice, patient, save } = await aWorld()
  const theirs = await aPatient(house(), practice, { usualPractitionerId: practice.physician.id })
  await save({ practitionerId: practice.physician.id })
  expect((await tryStart(house(), practice, theirs)).status).toBe(409)
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
})

test('so many a day: the next waits for the next day, and says so', async () => {
  const { practice, patient, save, writing } = await aWorld()
  const other = await aPatient(house(), practice)
  await save({ aDay: 2, endsAt: new Date(house().clock.now().getTime() + 5 * 86_400_000).toISOString() })
  expect((await tryStart(house(), practice, patient)).status).toBe(200)
  expect((await tryStart(house(), practice, other)).status).toBe(200)
  const { start } = await writing()
  expect(start).toMatchObject({ code: 'full-today', limit: 2 })
  expect(
    new Date(start?.until ?? 0).toLocaleTimeString('en-CA', { timeZone: 'America/Toronto', hour12: false }),
  ).toMatch(/^(24|00):00:00$/)
  expect(await tryStart(house(), practice, other)).toMatchObject({ status: 409, body: { code: 'writing-full-today' } })
  house().clock.advance({ days: 1 })
  expect((await tryStart(house(), practice, other)).status).toBe(200)
})

describe('a pause', () => {
  test('is changed on its newest form alone, ended early, or called off', async () => {
    const { practice, patient, save } = await aWorld()
    const form = aPause(house())
    const pause = await save(form)
    const change = { ...form, aDay: 3, version: pause.version }
    expect((await call(house(), practice.administrator, api.savePause, change)).body).toMatchObject({
      aDay: 3,
      version: 2,
    })
    const stale = await call(house(), practice.administrator, api.savePause, { ...form, aDay: 4, version: 1 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'changed-meanwhile', facts: { fields: ['aDay'] } } })

    const ended = await call(house(), practice.administrator, api.endPause, { pauseId: pause.id })
    expect(ended.body).toMatchObject({ state: 'over', words: form.words })
    expect((await tryStart(house(), practice, patient)).status).toBe(200)
    expect((await call(house(), practice.administrator, api.endPause, { pauseId: pause.id })).status).toBe(409)

    const later = await save({
      startsAt: new Date(house().clock.now().getTime() + 86_400_000).toISOString(),
      endsAt: new Date(house().clock.now().getTime() + 2 * 86_400_000).toISOString(),
    })
    expect(later.state).toBe('coming')
    await call(house(), practice.administrator, api.endPause, { pauseId: later.id })
    const { items } = (await call(house(), practice.clerk, api.listPauses, {})).body
    expect(items.map(({ id, state }) => [id, state])).toEqual([[pause.id, 'over']])
  })

  test.each([
    [
      { endsAt: '2026-11-20T15:00:00Z', startsAt: '2026-11-24T15:00:00Z' },
      { path: 'endsAt', code: 'before-start' },
    ],
    [
      { endsAt: '2026-11-21T15:00:00Z', startsAt: '2026-11-20T15:00:00Z' },
      { path: 'endsAt', code: 'in-the-past' },
    ],
    [{ endsAt: '2028-11-24T15:00:00Z' }, { path: 'endsAt', code: 'too-far', limit: limits.pauseDays }],
    [{ aDay: 0 }, { path: 'aDay', code: 'too-short' }],
    [
      { aDay: 5, stopsAnswers: true },
      { path: 'stopsAnswers', code: 'not-with-a-number' },
    ],
    [{ topicId: uuidv7() }, { path: 'topicId', code: 'not-found' }],
    [{ practitionerId: uuidv7() }, { path: 'practitionerId', code: 'not-found' }],
    [
      { topicId: uuidv7(), practitionerId: uuidv7() },
      { path: 'practitionerId', code: 'one-of-two' },
    ],
    [
      { words: { reason: { en: ' ', fr: 'x' }, instead: { en: 'x', fr: 'x' } } },
      { path: 'words.reason.en', code: 'empty' },
    ],
  ])('is refused: %j', async (part, field) => {
    const practice = await aPractice(house())
    const form = { ...aPause(house()), ...part }
    const answer = await callLoosely(house(), practice.administrator, api.savePause, form)
    expect(answer).toMatchObject({ status: 422, body: { fields: [field] } })
  })
})
