// What is promised here: the clinic's first message waits until it can no longer be taken back, or until the time that was chosen,
// and begins its conversation then, once; until then no patient knows of it, whoever works in its inbox can take it back, and what
// does not go out is a draft again.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Hint } from '../platform/live.ts'
import {
  aCareTeam,
  aPatient,
  aPractice,
  aPractitioner,
  call,
  callLoosely,
  inPractice,
  type PatientPerson,
  type Person,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aFile, goTo, runSends } from './scheduled.fixture.ts'

const house = useTestHouse()

/** What a page sends for a first message at the next opening, unless said otherwise. */
async function aStart(practice: TestPractice, patient: PatientPerson, more: Record<string, unknown> = {}) {
  const { body } = await call(house(), practice.nurse, api.listSendTimes, {})
  return {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    draftId: uuidv7(),
    patientId: patient.id,
    topicId: practice.topic.id,
    subject: 'Your zephyr test',
    text: 'The result is normal.',
    attachmentIds: [],
    sendAt: body.items[0]?.local ?? '',
    ...more,
  }
}

async function waiting(more: Record<string, unknown> = {}) {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const start = await aStart(practice, patient, more)
  const { status, body } = await call(house(), practice.nurse, api.scheduleStart, start)
  expect([status, body]).toMatchObject([200, { id: start.messageId, act: 'start', isMine: true, text: start.text }])
  return { practice, patient, start, sendAt: new Date(body.sendAt) }
}

const startsOf = async (who: Person, patient: PatientPerson) =>
  (await call(house(), who, api.listScheduledStarts, { patientId: patient.id })).body.items
const draftsOf = async (who: Person) => (await call(house(), who, api.listDrafts, {})).body.items
const listOf = async (patient: PatientPerson) => (await call(house(), patient, api.listConversations, {})).body.items

test('it begins its conversation at its time, once, and nobody outside its inbox knows of it before', async () => {
  const { practice, patient, start, sendAt } = await waiting({ mode: 'one-way', isImportant: true })
  const { nurse, clerk } = practice
  expect((await call(house(), nurse, api.scheduleStart, start)).body).toMatchObject({ state: 'waiting' })
  expect(await listOf(patient)).toEqual([])
  expect(await draftsOf(nurse)).toEqual([])
  for (const who of [nurse, clerk]) {
    expect(await startsOf(who, patient)).toMatchObject([{ subject: start.subject, send: { text: start.text } }])
  }
  const outsider = await aPractitioner(house(), practice, { role: 'nurse' })
  expect(await startsOf(outsider, patient)).toEqual([])
  const place = { messageId: start.messageId }
  expect((await callLoosely(house(), outsider, api.cancelScheduledStart, place)).status).toBe(404)
  expect((await call(house(), nurse, api.listScheduledSends, {})).body.items).toMatchObject([
    { conversationId: null, patient: { id: patient.id }, send: { id: start.messageId } },
  ])
  const stored = await inPractice(house(), practice.id, (tx) => tx.selectFrom('drafts').selectAll().execute())
  expect(stored.map((row) => `${String(row.body_sealed)}${String(row.subject_sealed)}`).join()).not.toMatch(
    /zephyr|normal/,
  )

  goTo(house(), sendAt)
  await runSends(house(), 3)
  await runSends(house())
  expect(await listOf(patient)).toMatchObject([{ id: start.conversationId, subject: start.subject, mode: 'one-way' }])
  const { body } = await call(house(), patient, api.readConversation, { conversationId: start.conversationId })
  expect(body.messages).toMatchObject([{ id: start.messageId, text: start.text, author: { id: nurse.id } }])
  expect(await startsOf(nurse, patient)).toEqual([])
  expect((await callLoosely(house(), clerk, api.cancelScheduledStart, place)).body).toMatchObject({
    code: 'already-sent',
  })
})

test('the same request twenty times at once waits once, and each is answered so', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const start = await aStart(practice, patient)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => callLoosely(house(), practice.nurse, api.scheduleStart, start)),
  )
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 200, body: { id: start.messageId } })
  expect(await startsOf(practice.nurse, patient)).toHaveLength(1)
})

test('taken back by a colleague it is its author’s draft, with all that was chosen; sent again it goes out', async () => {
  const replyUntil = new Date(house().clock.now().getTime() + 20 * 86_400_000).toISOString()
  const { practice, patient, start, sendAt } = await waiting({ mode: 'reply-until', replyUntil })
  const place = { messageId: start.messageId }
  const takeBack = () => call(house(), practice.clerk, api.cancelScheduledStart, place)
  expect([(await takeBack()).status, (await takeBack()).status]).toEqual([200, 200])
  const { subject, text, topicId, draftId } = start
  expect(await draftsOf(practice.nurse)).toMatchObject([
    { id: draftId, subject, text, topicId, patientId: patient.id, mode: 'reply-until', replyUntil },
  ])
  goTo(house(), sendAt)
  await runSends(house())
  expect(await listOf(patient)).toEqual([])
  const again = await aStart(practice, patient, { draftId, conversationId: start.conversationId, text: 'It is fine.' })
  expect((await call(house(), practice.nurse, api.scheduleStart, again)).status).toBe(200)
  const other = await callLoosely(house(), practice.clerk, api.sendScheduledStartNow, { messageId: again.messageId })
  expect(other.status).toBe(403)
  const now = { messageId: again.messageId }
  const sent = await call(house(), practice.nurse, api.sendScheduledStartNow, now)
  expect(sent.body).toMatchObject({ conversationId: start.conversationId, message: { text: 'It is fine.' } })
  expect((await call(house(), practice.nurse, api.sendScheduledStartNow, now)).body.message).toEqual(sent.body.message)
  expect(await listOf(patient)).toHaveLength(1)
})

test('sent at once it waits twenty seconds: taken back, words, files and choices are a draft, and nothing has begun', async () => {
  const practice = await aPractice(house())
  const [{ nurse, clerk }, patient, draftId] = [practice, await aPatient(house(), practice), uuidv7()]
  await call(house(), nurse, api.saveDraft, { draftId, patientId: patient.id, text: 'The', version: 0 })
  const attachmentId = await aFile(house(), nurse, draftId)
  const chosen = { draftId, attachmentIds: [attachmentId], mode: 'one-way', sendAt: undefined }
  const start = await aStart(practice, patient, chosen)
  const now = house().clock.now()
  const { body } = await call(house(), nurse, api.scheduleStart, start)
  expect(body).toMatchObject({ act: 'start', isUndo: true, attachments: [{ id: attachmentId }] })
  const seconds = (new Date(body.sendAt).getTime() - now.getTime()) / 1_000
  expect(Math.floor(seconds)).toBe(limits.undoSendMs / 1_000)
  for (const who of [nurse, clerk]) {
    expect(await startsOf(who, patient)).toMatchObject([
      { conversationId: start.conversationId, send: { isUndo: true, isMine: who === nurse, text: start.text } },
    ])
  }
  await runSends(house())
  expect(await listOf(patient)).toEqual([])

  await call(house(), nurse, api.cancelScheduledStart, { messageId: start.messageId })
  const { subject, text, topicId } = start
  const files = [{ id: attachmentId, fileName: 'plan.txt' }]
  expect(await draftsOf(nurse)).toMatchObject([
    { id: draftId, subject, text, topicId, mode: 'one-way', attachments: files },
  ])
  goTo(house(), new Date(body.sendAt))
  await runSends(house())
  expect(await listOf(patient)).toEqual([])

  // As the page sends it again: with ids of its own.
  const again = await aStart(practice, patient, chosen)
  const second = await call(house(), nurse, api.scheduleStart, again)
  goTo(house(), new Date(second.body.sendAt))
  await runSends(house(), 3)
  await runSends(house())
  expect(await listOf(patient)).toMatchObject([{ id: again.conversationId, mode: 'one-way' }])
  const read = await call(house(), patient, api.readConversation, { conversationId: again.conversationId })
  expect(read.body.messages).toMatchObject([{ id: again.messageId, text, attachments: [{ id: attachmentId }] }])
})

test('its author alone is told when it waits no more: taken back by a colleague, or gone out', async () => {
  const { practice, patient, start } = await waiting({ sendAt: undefined })
  const heard: Hint[] = []
  const stop = house().way.house.live.subscribe(practice.id, undefined, {
    hear: ({ hint }) => void heard.push(hint),
    reset: () => undefined,
  })
  const toAuthor = { practiceId: practice.id, draftId: start.draftId, authorId: practice.nurse.id }
  await call(house(), practice.clerk, api.cancelScheduledStart, { messageId: start.messageId })
  await expect.poll(() => heard).toEqual([toAuthor])
  const again = await aStart(practice, patient, { draftId: start.draftId, sendAt: undefined })
  await call(house(), practice.nurse, api.scheduleStart, again)
  expect(heard).toHaveLength(1)
  await call(house(), practice.nurse, api.sendScheduledStartNow, { messageId: again.messageId })
  await expect.poll(() => heard).toHaveLength(3)
  expect(heard.slice(1)).toEqual(
    expect.arrayContaining([toAuthor, expect.objectContaining({ conversationId: again.conversationId })]),
  )
  stop()
})

test('who writes to an inbox in which they do not work is told of no conversation, unless the patient is their own', async () => {
  const practice = await aPractice(house())
  const [patient, outsider] = [
    await aPatient(house(), practice),
    await aPractitioner(house(), practice, { role: 'physician' }),
  ]
  const start = await aStart(practice, patient)
  const { conversationId } = start
  const { body } = await call(house(), outsider, api.scheduleStart, start)
  const toldTo = async (who: Person) => (await startsOf(who, patient)).map((each) => each.conversationId)
  const reads = async () => (await callLoosely(house(), outsider, api.readConversation, { conversationId })).status
  expect([await toldTo(outsider), await toldTo(practice.clerk)]).toEqual([[null], [conversationId]])
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('patients').set({ usual_practitioner_id: outsider.id }).where('id', '=', patient.id).execute(),
  )
  expect(await toldTo(outsider)).toEqual([conversationId])
  goTo(house(), new Date(body.sendAt))
  await runSends(house())
  expect(await reads()).toBe(200)
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('patients').set({ usual_practitioner_id: null }).where('id', '=', patient.id).execute(),
  )
  expect(await reads()).toBe(404)
})

describe('what has happened since keeps it back, with the reason', () => {
  test('the patient has left', async () => {
    const { practice, patient, start, sendAt } = await waiting()
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('memberships').set({ status: 'ended' }).where('id', '=', patient.id).execute(),
    )
    goTo(house(), sendAt)
    await runSends(house())
    expect(await startsOf(practice.nurse, patient)).toMatchObject([
      { send: { state: 'refused', refusal: 'patient-left', text: null } },
    ])
    expect(await draftsOf(practice.nurse)).toMatchObject([{ id: start.draftId, text: start.text }])
    await call(house(), practice.nurse, api.cancelScheduledStart, { messageId: start.messageId })
    expect(await startsOf(practice.nurse, patient)).toEqual([])
  })

  test('its author works here no more: the inbox has the words', async () => {
    const { practice, patient, start, sendAt } = await waiting()
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('memberships').set({ status: 'suspended' }).where('id', '=', practice.nurse.id).execute(),
    )
    goTo(house(), sendAt)
    await runSends(house())
    expect(await listOf(patient)).toEqual([])
    expect(await startsOf(practice.physician, patient)).toMatchObject([
      { send: { refusal: 'no-access', text: start.text, isMine: false } },
    ])
  })

  test('its topic is in another inbox now: that inbox sees it', async () => {
    const { practice, patient, start } = await waiting()
    const inbox = await aCareTeam(house(), practice, { owner: practice.physician, backup: practice.nurse })
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('topics').set({ care_team_id: inbox.id }).where('id', '=', practice.topic.id).execute(),
    )
    expect(await startsOf(practice.nurse, patient)).toMatchObject([{ send: { id: start.messageId } }])
    expect(await startsOf(practice.clerk, patient)).toEqual([])
  })
})

describe('bad input is refused by the name of its field:', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['a time that has passed', { sendAt: '2020-01-06T10:00' }, 'sendAt', 'in-the-past'],
    ['no words', { text: ' ' }, 'text', 'empty'],
    ['a variable that was left', { text: 'Dear {patientName}' }, 'text', 'unfilled-variable'],
    ['an end without its mode', { replyUntil: '2099-01-01T00:00:00Z' }, 'replyUntil', 'not-with-this-mode'],
    ['a mode without its end', { mode: 'reply-until' }, 'replyUntil', 'missing'],
    ['a file of nobody', { attachmentIds: [uuidv7()] }, 'attachmentIds', 'file-not-ready'],
  ])('%s', async (_what, more, path, code) => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const { status, body } = await callLoosely(
      house(),
      practice.nurse,
      api.scheduleStart,
      await aStart(practice, patient, more),
    )
    expect([status, body]).toMatchObject([422, { fields: [{ path, code }] }])
  })

  test('ids that are taken, and an end before it goes out', async () => {
    const { practice, patient, start, sendAt } = await waiting()
    const schedule = async (more: Record<string, unknown>) => {
      const input = await aStart(practice, patient, more)
      return (await callLoosely(house(), practice.nurse, api.scheduleStart, input)).body
    }
    const taken = { code: 'id-already-used' }
    expect(await schedule({ messageId: start.messageId })).toMatchObject({ fields: [{ path: 'messageId', ...taken }] })
    expect(await schedule({ conversationId: start.conversationId })).toMatchObject({
      fields: [{ path: 'conversationId', ...taken }],
    })
    const replyUntil = new Date(sendAt.getTime() - 60_000).toISOString()
    expect(await schedule({ mode: 'reply-until', replyUntil })).toMatchObject({
      fields: [{ path: 'replyUntil', code: 'in-the-past' }],
    })
    expect(await schedule({ draftId: start.draftId })).toMatchObject({ code: 'draft-ended' })
  })
})
