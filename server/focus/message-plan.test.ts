// What is promised here: one's times for messages are one's own; what waits for them is told in time by one's own pace; and the
// calendar at the private address shows times and a number, to whoever has the address as it is now, and nothing of a patient.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aReply, aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
/** The house opens on a Tuesday at ten, on the clinic's clock. */
const blocks = [
  { weekday: 2, from: '12:00', until: '12:30' },
  { weekday: 5, from: '08:00', until: '09:00' },
]
const save = (colleague: Person, body: { blocks: typeof blocks; version: number }) =>
  call(house(), colleague, api.saveMessagePlan, body)
const plan = async (colleague: Person) => (await call(house(), colleague, api.readMessagePlan, {})).body
const feedAt = (url: string) => house().app.inject({ method: 'GET', url: new URL(url).pathname })
async function aFeed(colleague: Person): Promise<string> {
  return (await call(house(), colleague, api.makeCalendarFeed, {})).body.url
}

test('times are saved whole, are one’s own, and the next one is known', async () => {
  const practice = await aPractice(house())
  const saved = await save(practice.nurse, { blocks, version: 0 })
  expect(saved.body).toMatchObject({
    blocks,
    version: 1,
    next: { startsAt: '2026-11-24T17:00:00.000Z', endsAt: '2026-11-24T17:30:00.000Z' },
    feed: null,
  })
  expect(await plan(practice.physician)).toMatchObject({ blocks: [], version: 0, next: null })
})

test('a second page that saves older times is told, and the same click twice is once', async () => {
  const practice = await aPractice(house())
  await save(practice.nurse, { blocks, version: 0 })
  expect((await save(practice.nurse, { blocks, version: 0 })).body).toMatchObject({ version: 1 })
  const late = await save(practice.nurse, { blocks: blocks.slice(0, 1), version: 0 })
  expect([late.status, late.body]).toMatchObject([409, { code: 'changed-meanwhile' }])
})

test.each([
  ['ends before it begins', [{ weekday: 1, from: '10:00', until: '09:00' }], 'blocks.0', 'inverted'],
  ['two at once', [...blocks, { weekday: 2, from: '12:15', until: '13:00' }], 'blocks.2', 'overlapping'],
])('%s: refused by its place', async (_words, wrong, path, code) => {
  const practice = await aPractice(house())
  const answer = await save(practice.nurse, { blocks: wrong, version: 0 })
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path, code }] }])
})

/** A time for messages of so many minutes, on the clinic's clock. */
function blockAt(from: Date, minutes: number) {
  const local = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO('America/Toronto')
  const clockTime = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
  return { weekday: local.dayOfWeek, from: clockTime(local), until: clockTime(local.add({ minutes })) }
}

/** Opens and answers one after the other, so many minutes each. */
async function answer(practice: TestPractice, minutes: readonly number[]): Promise<void> {
  for (const each of minutes) {
    const { conversationId } = await aWaitingMessage(house(), practice)
    await call(house(), practice.nurse, api.showPresence, { conversationId, isWriting: false })
    house().clock.advance({ minutes: each })
    await aReply(house(), practice.nurse, conversationId)
  }
}

test('what waits is told in time by the middle of one’s own answers, once there are enough', async () => {
  const practice = await aPractice(house())
  await answer(practice, [1, 2, 4, 9])
  await aWaitingMessage(house(), practice)
  await aWaitingMessage(house(), practice)
  expect((await plan(practice.nurse)).forecast).toEqual({ waiting: 2, minutes: null, eachMinutes: null })
  await answer(practice, [4])
  // Two of four minutes each, in whole five minutes.
  expect((await plan(practice.nurse)).forecast).toEqual({ waiting: 2, minutes: 10, eachMinutes: expect.closeTo(4, 1) })
  expect((await plan(practice.physician)).forecast).toEqual({ waiting: 2, minutes: null, eachMinutes: null })
})

test('a time for messages that ended is told in numbers: done in it, left now, and how long it took at the pace known before', async () => {
  const practice = await aPractice(house())
  await answer(practice, [4, 4, 4, 4, 4])
  house().clock.advance({ seconds: (60_000 - (house().clock.now().getTime() % 60_000)) / 1_000 })
  // The clock goes on between two looks at it: the minute, without what has passed of it.
  const from = new Date(Math.floor(house().clock.now().getTime() / 60_000) * 60_000)
  await save(practice.nurse, { blocks: [blockAt(from, 20)], version: 0 })
  expect((await plan(practice.nurse)).last).toBeNull()
  await answer(practice, [7, 2])
  house().clock.advance({ minutes: 20 })
  await answer(practice, [1])
  await aWaitingMessage(house(), practice)
  const { last } = await plan(practice.nurse)
  expect(last?.startsAt).toBe(from.toISOString())
  const { body } = await call(house(), practice.nurse, api.readRound, {
    since: last?.startsAt ?? '',
    until: last?.endsAt ?? '',
  })
  expect(body).toMatchObject({ answered: 2, left: 1, tookMinutes: 9, forecastMinutes: 10 })
  const quiet = await call(house(), practice.physician, api.readRound, { since: last?.startsAt ?? '' })
  expect(quiet.body).toMatchObject({ answered: 0, left: 1, tookMinutes: null, forecastMinutes: null })
})

test('the calendar holds times and a number, in the language it was made in, and no name', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  await aWaitingMessage(house(), practice, { patient, subject: 'Rash', text: 'On my arm.' })
  await save(practice.nurse, { blocks, version: 0 })
  const french = { ...practice.nurse, as: { ...practice.nurse.as, 'accept-language': 'fr' } }
  for (const [colleague, first, other] of [
    [practice.nurse, 'Time for messages: 1 waits', 'Time for messages'],
    [french, 'Heure des messages\u00A0: 1 attend', 'Heure des messages'],
  ] as const) {
    const response = await feedAt(await aFeed(colleague))
    expect([response.statusCode, response.headers['content-type'], response.headers['cache-control']]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, no-store',
    ])
    const lines = response.body.replaceAll('\r\n ', '').split('\r\n')
    const summaries = lines.filter((line) => line.startsWith('SUMMARY:'))
    expect(summaries.slice(0, 2)).toEqual([`SUMMARY:${first}`, `SUMMARY:${other}`])
    expect(summaries).toHaveLength(16)
    expect(lines).toContain('DTSTART:20261124T170000Z')
    for (const word of ['Rash', 'arm', 'Lindqvist', 'Maple', patient.id]) {
      expect(response.body).not.toContain(word)
    }
  }
})

test('only the newest address answers, only while it was not ended, and only for who works here still', async () => {
  const practice = await aPractice(house())
  await save(practice.clerk, { blocks, version: 0 })
  const first = await aFeed(practice.clerk)
  const second = await aFeed(practice.clerk)
  expect((await plan(practice.clerk)).feed).not.toBeNull()
  expect([(await feedAt(first)).statusCode, (await feedAt(second)).statusCode]).toEqual([404, 200])
  const other = await aPractice(house())
  expect((await feedAt(second.replace(practice.id, other.id))).statusCode).toBe(404)
  expect((await feedAt(`${second}x`)).statusCode).toBe(404)
  expect((await feedAt(second.replace('.ics', ''))).statusCode).toBe(404)
  const stored = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('message_plans').selectAll().executeTakeFirstOrThrow(),
  )
  expect(JSON.stringify(stored)).not.toContain(second.split('/').at(-1)?.slice(0, 43))

  const listed = await call(house(), practice.administrator, api.listPractitioners, {})
  const version = listed.body.items.find(({ id }) => id === practice.clerk.id)?.version ?? 0
  const suspended = { practitionerId: practice.clerk.id, event: 'suspend' as const, version }
  expect((await call(house(), practice.administrator, api.changePractitioner, suspended)).status).toBe(200)
  expect((await feedAt(second)).statusCode).toBe(404)
})

test('an ended address answers no more', async () => {
  const practice = await aPractice(house())
  const url = await aFeed(practice.nurse)
  expect((await feedAt(url)).statusCode).toBe(200)
  await call(house(), practice.nurse, api.endCalendarFeed, {})
  expect([(await feedAt(url)).statusCode, (await plan(practice.nurse)).feed]).toEqual([404, null])
})
