// What is promised here: one patient's messages have limits that are told with the time when they may write again; and words on how
// messages are meant to be used are sent, counted and shown.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, aPractitioner, call, callLoosely, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { tryAnswer, tryStart } from './capacity.fixture.ts'

const house = useTestHouse()
const none = { openConversations: null, messagesADay: null, coolDownMinutes: null }

async function limited(part: Partial<typeof none | Record<keyof typeof none, number>>) {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const form = { ...none, ...part, version: 0 }
  expect((await call(house(), practice.administrator, api.savePatientLimits, form)).status).toBe(200)
  return { practice, patient }
}

async function close(practice: TestPractice, conversationId: string): Promise<void> {
  const { body } = await call(house(), practice.nurse, api.readConversation, { conversationId })
  const closure = { conversationId, outcome: 'answered', version: body.version } as const
  expect((await call(house(), practice.nurse, api.closeConversation, closure)).status).toBe(200)
}

describe('one patient', () => {
  test('has so many conversations open, and may begin again when one is closed', async () => {
    const { practice, patient } = await limited({ openConversations: 2 })
    const first = await tryStart(house(), practice, patient)
    await tryStart(house(), practice, patient)
    const third = await tryStart(house(), practice, patient)
    expect(third).toMatchObject({ status: 409, body: { code: 'writing-too-many-open', facts: { limit: 2 } } })
    expect((await tryAnswer(house(), patient, first.body.conversationId)).status).toBe(200)
    await close(practice, first.body.conversationId)
    expect((await tryStart(house(), practice, patient)).status).toBe(200)
  })

  test('writes so many messages in a day, and is told when the next may be sent', async () => {
    const { practice, patient } = await limited({ messagesADay: 2 })
    const first = await tryStart(house(), practice, patient)
    const sentAt = house().clock.now().getTime()
    house().clock.advance({ hours: 3 })
    await tryAnswer(house(), patient, first.body.conversationId)
    const third = await tryAnswer(house(), patient, first.body.conversationId)
    expect(third).toMatchObject({ status: 409, body: { code: 'writing-too-many-today' } })
    const { facts } = third.body as unknown as { facts: { until: string } }
    expect(Math.abs(new Date(facts.until).getTime() - sentAt - 86_400_000)).toBeLessThan(60_000)
    expect((await call(house(), patient, api.readWriting, {})).body.topics).toMatchObject([
      { start: { code: 'too-many-today' }, answer: { code: 'too-many-today', limit: 2 } },
    ])
    house().clock.advance({ hours: 21, minutes: 1 })
    expect((await tryAnswer(house(), patient, first.body.conversationId)).status).toBe(200)
    // The clinic's own limits are its own business.
    expect((await aWaitingMessage(house(), practice)).patient.id).not.toBe(patient.id)
  })

  test('waits between one conversation and the next', async () => {
    const { practice, patient } = await limited({ coolDownMinutes: 60 })
    const first = await tryStart(house(), practice, patient)
    expect(await tryStart(house(), practice, patient)).toMatchObject({
      status: 409,
      body: { code: 'writing-cooling-down' },
    })
    expect((await tryAnswer(house(), patient, first.body.conversationId)).status).toBe(200)
    const standing = () => call(house(), practice.nurse, api.readStanding, { patientId: patient.id })
    expect((await standing()).body).toMatchObject({
      refusal: { code: 'cooling-down', until: expect.stringMatching(/^20/), limit: null },
    })
    house().clock.advance({ minutes: 61 })
    expect((await standing()).body.refusal).toBeNull()
    expect((await tryStart(house(), practice, patient)).status).toBe(200)
  })

  test.each([
    [{ openConversations: 0 }, { path: 'openConversations', code: 'too-short' }],
    [{ messagesADay: 201 }, { path: 'messagesADay', code: 'too-long' }],
    [{ coolDownMinutes: 1.5 }, { path: 'coolDownMinutes' }],
  ])('has no such limit: %j', async (part, field) => {
    const practice = await aPractice(house())
    const form = { ...none, ...part, version: 0 }
    const answer = await callLoosely(house(), practice.administrator, api.savePatientLimits, form)
    expect(answer).toMatchObject({ status: 422, body: { fields: [field] } })
  })
})

describe('coaching', () => {
  test('is a reply with reviewed words, counted, and shown beside the card', async () => {
    const practice = await aPractice(house())
    const { patient, conversationId } = await aWaitingMessage(house(), practice)
    const { items } = (await call(house(), practice.nurse, api.listCoachingTexts, {})).body
    const text = items.find(({ kind }) => kind === 'one-thing')
    expect(text).toMatchObject({ isOwn: false, sent: 0, text: { fr: expect.stringContaining('une seule chose') } })
    const input = { conversationId, messageId: uuidv7(), kind: 'one-thing', text: `${text?.text.en}` } as const
    const answer = await call(house(), practice.nurse, api.coachPatient, input)
    expect(answer).toMatchObject({ status: 200, body: { message: { text: text?.text.en } } })
    // The same click, sent twice.
    expect((await call(house(), practice.nurse, api.coachPatient, input)).body.message.id).toBe(input.messageId)

    const again = (await call(house(), practice.nurse, api.listCoachingTexts, {})).body
    expect(again.items.map(({ kind, sent }) => [kind, sent])).toContainEqual(['one-thing', 1])
    const standing = await call(house(), practice.clerk, api.readStanding, { patientId: patient.id })
    expect(standing.body).toMatchObject({
      block: null,
      coachings: [{ kind: 'one-thing', by: { id: practice.nurse.id }, conversationId }],
      can: { block: false, lift: false },
    })
    // Whoever may not know of the conversation learns that the patient was told, and not where.
    const elsewhere = await call(house(), practice.privacyOfficer, api.readStanding, { patientId: patient.id })
    expect(elsewhere.body.coachings).toMatchObject([{ kind: 'one-thing', conversationId: null }])
  })

  test('may have the practice’s own words, in both languages', async () => {
    const practice = await aPractice(house())
    const form = { kind: 'tone', text: { en: 'Please be kind.', fr: 'Soyez aimable.' }, version: 0 } as const
    expect((await call(house(), practice.administrator, api.saveCoachingText, form)).body).toMatchObject({
      isOwn: true,
      version: 1,
    })
    const stale = { ...form, text: { en: 'Be kind.', fr: 'Soyez bon.' } }
    expect((await call(house(), practice.administrator, api.saveCoachingText, stale)).status).toBe(409)
    const long = { ...form, version: 1, text: { en: 'x'.repeat(limits.coachingCharacters + 1), fr: ' ' } }
    expect(await callLoosely(house(), practice.administrator, api.saveCoachingText, long)).toMatchObject({
      status: 422,
      body: {
        fields: [
          { path: 'text.en', code: 'too-long' },
          { path: 'text.fr', code: 'empty' },
        ],
      },
    })
  })
})

describe('sending a patient to book a visit', () => {
  async function aBookingPractice() {
    const practice = await aPractice(house())
    const { body } = await call(house(), practice.administrator, api.readPractice, {})
    const change = (bookingUrl: string | null) =>
      callLoosely(house(), practice.administrator, api.changePractice, { bookingUrl, version: body.version })
    return { practice, change, ...(await aWaitingMessage(house(), practice)) }
  }

  test('tells them where, and closes with that outcome, in one act', async () => {
    const { practice, change, patient, conversationId } = await aBookingPractice()
    const url = 'https://book.example.test/maple'
    expect((await change(url)).status).toBe(200)
    expect((await call(house(), patient, api.readWriting, {})).body.bookingUrl).toBe(url)
    const input = { conversationId, messageId: uuidv7(), outcome: 'visit-booked', text: `Book here: ${url}` } as const
    expect((await call(house(), practice.nurse, api.redirectToBooking, input)).status).toBe(200)
    const { body } = await call(house(), patient, api.readConversation, { conversationId })
    expect(body).toMatchObject({ status: 'closed', outcome: 'visit-booked' })
    expect(body.messages.at(-1)?.text).toBe(`Book here: ${url}`)
    expect((await call(house(), practice.nurse, api.redirectToBooking, input)).status).toBe(200)
  })

  test('is done too by somebody who has the conversation by assignment alone', async () => {
    const { practice, change, patient, conversationId } = await aBookingPractice()
    const url = 'https://book.example.test/maple'
    await change(url)
    const colleague = await aPractitioner(house(), practice, { role: 'nurse' })
    const seen = await call(house(), practice.nurse, api.readConversation, { conversationId })
    const task = seen.body.work?.tasks.find(({ kind }) => kind === 'respond')
    const { id: taskId, version } = task ?? { id: '', version: 0 }
    const assigned = await call(house(), practice.nurse, api.assignTask, {
      taskId,
      version,
      practitionerId: colleague.id,
    })
    expect(assigned.status).toBe(200)
    const input = { conversationId, messageId: uuidv7(), outcome: 'redirected', text: `Book here: ${url}` } as const
    expect((await call(house(), colleague, api.redirectToBooking, input)).status).toBe(200)
    const { body } = await call(house(), patient, api.readConversation, { conversationId })
    expect(body).toMatchObject({ status: 'closed', outcome: 'redirected' })
    expect(body.messages.at(-1)?.text).toBe(input.text)
  })

  test('needs a booking page, and the page in the words', async () => {
    const { practice, change, conversationId } = await aBookingPractice()
    const input = { conversationId, messageId: uuidv7(), outcome: 'redirected', text: 'Please book.' } as const
    expect(await call(house(), practice.nurse, api.redirectToBooking, input)).toMatchObject({
      status: 409,
      body: { code: 'no-booking-page' },
    })
    await change('https://book.example.test/maple')
    expect(await call(house(), practice.nurse, api.redirectToBooking, input)).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'text', code: 'without-booking-page' }] },
    })
  })

  test.each(['http://book.example.test', 'javascript:alert(1)', 'book.example.test', 'https://'])(
    'never over an address like %s',
    async (address) => {
      const { change } = await aBookingPractice()
      expect(await change(address)).toMatchObject({
        status: 422,
        body: { fields: [{ path: 'bookingUrl', code: 'web-page' }] },
      })
    },
  )
})
