// What is promised here: closing ends what was to do and asks for filing; reopening has its window; notes never travel.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

async function aConversation() {
  const practice = await aPractice(house(), { topic: { reopenDays: 14 } })
  const patient = await aPatient(house(), practice)
  const conversationId = uuidv7()
  await call(house(), patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'Knee',
    text: 'My knee is better.',
    attachmentIds: [],
  })
  const version = async () =>
    (await call(house(), practice.nurse, api.readConversation, { conversationId })).body.version
  return { practice, patient, conversationId, version }
}

test('closing ends the obligation, records the outcome and asks for filing', async () => {
  const { practice, patient, conversationId, version } = await aConversation()
  const closed = await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'no-action-needed',
    version: await version(),
  })
  expect(closed.status).toBe(200)
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body).toMatchObject({ status: 'closed', outcome: 'no-action-needed', stage: 'closed' })
  expect(page.body.work?.tasks).toMatchObject([{ status: 'cancelled', outcome: 'conversation-closed' }])
  expect(page.body.work?.filing).toMatchObject({ status: 'requested', isStale: false })
  expect((await call(house(), patient, api.readConversation, { conversationId })).body.can.reply).toBe(true)
})

test('a stale close is refused with what changed, and closes nothing', async () => {
  const { practice, patient, conversationId, version } = await aConversation()
  const seen = await version()
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'It hurts again.',
    attachmentIds: [],
  })
  const close = await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'answered',
    version: seen,
  })
  expect(close).toMatchObject({ status: 409, body: { code: 'changed-meanwhile', facts: { lastSequence: 3 } } })
  expect((await call(house(), practice.nurse, api.readConversation, { conversationId })).body.status).toBe('open')
})

test('a patient writes again within the window, and the conversation is open; after it a new one is needed', async () => {
  const { practice, patient, conversationId, version } = await aConversation()
  const close = async () =>
    call(house(), practice.nurse, api.closeConversation, {
      conversationId,
      outcome: 'answered',
      version: await version(),
    })
  await close()
  const again = { conversationId, text: 'One question more.', attachmentIds: [] }
  expect((await call(house(), patient, api.sendMessage, { ...again, messageId: uuidv7() })).status).toBe(200)
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body).toMatchObject({ status: 'open', outcome: null, stage: 'received' })
  await close()
  house().clock.advance({ days: 15 })
  const { signedIn } = await import('../testing/sign-in.ts')
  const later = { ...patient, as: { ...patient.as, ...(await signedIn(house(), patient.accountId)).headers } }
  expect((await call(house(), later, api.sendMessage, { ...again, messageId: uuidv7() })).status).toBe(403)
  const read = await call(house(), later, api.readConversation, { conversationId })
  expect(read.body.can.reply).toBe(false)
})

test('notes are seen by staff, never by the patient, and sending them is no route at all', async () => {
  const { practice, patient, conversationId } = await aConversation()
  const noteId = uuidv7()
  const text = 'Ask about the brace at the next visit.'
  for (let i = 0; i < 2; i++) {
    expect((await call(house(), practice.nurse, api.writeNote, { conversationId, noteId, text })).status).toBe(200)
  }
  const staff = await call(house(), practice.physician, api.readConversation, { conversationId })
  expect(staff.body.work?.notes).toMatchObject([{ id: noteId, text, author: { name: practice.nurse.name } }])
  const own = await call(house(), patient, api.readConversation, { conversationId })
  expect(JSON.stringify(own.body)).not.toContain('brace')
  expect((await call(house(), patient, api.writeNote, { conversationId, noteId: uuidv7(), text })).status).toBe(403)
})

test('colleagues see who is there and who writes; the patient may not ask', async () => {
  const { practice, patient, conversationId } = await aConversation()
  await call(house(), practice.nurse, api.showPresence, { conversationId, isWriting: true })
  const seen = await call(house(), practice.physician, api.showPresence, { conversationId, isWriting: false })
  expect(seen.body.present).toMatchObject([{ isWriting: true, person: { name: practice.nurse.name } }])
  await call(house(), practice.nurse, api.showPresence, { conversationId, isWriting: false, isLeaving: true })
  const after = await call(house(), practice.physician, api.showPresence, { conversationId, isWriting: false })
  expect(after.body.present).toEqual([])
  expect((await call(house(), patient, api.showPresence, { conversationId, isWriting: false })).status).toBe(403)
})

test('the author withdraws a message once: its words stay, the trace is shown to both sides', async () => {
  const { practice, patient, conversationId } = await aConversation()
  const messageId = uuidv7()
  await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId,
    text: 'Take two.',
    attachmentIds: [],
  })
  const withdrawal = { conversationId, messageId, reason: 'Wrong dose.' }
  expect((await call(house(), practice.physician, api.retractMessage, withdrawal)).status).toBe(403)
  expect((await call(house(), practice.nurse, api.retractMessage, withdrawal)).status).toBe(200)
  expect((await call(house(), practice.nurse, api.retractMessage, withdrawal)).status).toBe(409)
  const seen = (await call(house(), patient, api.readConversation, { conversationId })).body.messages.at(-1)
  expect(seen).toMatchObject({ text: 'Take two.', retractionReason: 'Wrong dose.' })
  expect(seen?.retractedAt).not.toBeNull()
})
