// What is promised here: whatever staff send in a conversation waits and is taken back as an answer is: what a clinician
// approves or edits, words on how messages are used, the way to booking, a message in a clinician's name. Only when it goes out
// is the question decided, are the words counted, is the conversation closed; taken back, nothing of it has happened.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { allow, anAskedConversation, proposal } from '../consults/consults.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingPractice } from '../tasks/queue.fixture.ts'
import { call, callLoosely, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { anAnswer, aWaitingAnswer, goTo, runSends } from './scheduled.fixture.ts'

const house = useTestHouse()

const read = async (person: Person, conversationId: string) =>
  (await call(house(), person, api.readConversation, { conversationId })).body
const lettersOf = async (person: Person, conversationId: string) =>
  (await read(person, conversationId)).messages.filter(({ author }) => author.kind === 'practitioner')
const takeBack = (person: Person, conversationId: string, messageId: string) =>
  call(house(), person, api.cancelScheduledSend, { conversationId, messageId })

async function actsOf(practiceId: string): Promise<string[]> {
  const rows = await inPractice(house(), practiceId, (tx) => tx.selectFrom('audit_events').select('payload').execute())
  return rows.map(({ payload }) => String(JSON.parse(Buffer.from(payload).toString()).act))
}

test('approved, and taken back in time: the question is as open as before, and nobody has a draft of it', async () => {
  const { practice, conversationId, consult, asked, patient } = await anAskedConversation(house())
  const { physician, nurse } = practice
  const held = await aWaitingAnswer(house(), physician, conversationId, { text: proposal, consultId: consult.id })
  const before = await read(nurse, conversationId)
  expect(before.work?.scheduledSends).toMatchObject([
    { act: 'approval', text: proposal, author: { id: physician.id }, writtenBy: { id: nurse.id }, isUndo: true },
  ])
  expect(before.work?.consults[0]).toMatchObject({ isOpen: true, status: 'requested' })
  // Meanwhile nobody decides otherwise, and it is not asked back.
  const again = await callLoosely(house(), physician, api.decideConsult, {
    conversationId,
    consultId: consult.id,
    decision: 'return',
    text: 'Why?',
    seenSequence: 2,
  })
  expect(again.body).toMatchObject({ status: 409, code: 'answer-waiting' })
  const withdrawn = await callLoosely(house(), nurse, api.withdrawConsult, { conversationId, consultId: consult.id })
  expect(withdrawn.body).toMatchObject({ status: 409, code: 'answer-waiting' })

  expect((await takeBack(physician, conversationId, held.messageId)).status).toBe(200)
  const after = await read(physician, conversationId)
  expect(after.draft).toBeNull()
  expect(after.work?.scheduledSends).toEqual([])
  expect(after.work?.consults[0]).toMatchObject({ isOpen: true, can: { decide: true } })
  goTo(house(), held.sendAt)
  await runSends(house())
  expect(await lettersOf(patient, conversationId)).toEqual([])

  // Approved once more, it goes out by itself: once, as the nurse's, under the id that was made when it was proposed.
  const second = await aWaitingAnswer(house(), physician, conversationId, { text: proposal, consultId: consult.id })
  goTo(house(), second.sendAt)
  await runSends(house(), 3)
  await runSends(house())
  expect(await lettersOf(nurse, conversationId)).toMatchObject([
    { id: asked.messageId, text: proposal, author: { id: nurse.id }, approvedBy: { id: physician.id } },
  ])
  const done = await read(nurse, conversationId)
  expect(done.work?.consults[0]).toMatchObject({ status: 'approved', decidedBy: { id: physician.id } })
  expect(done.work?.tasks).toMatchObject([{ status: 'completed', outcome: 'replied' }])
  expect(await actsOf(practice.id)).toContain('consult.decide')
})

test('edited words go out as the clinician’s own; taken back they are their draft', async () => {
  const { practice, conversationId, consult, asked } = await anAskedConversation(house())
  const text = 'Stop it, and come in today.'
  const first = await aWaitingAnswer(house(), practice.physician, conversationId, { text, consultId: consult.id })
  await takeBack(practice.nurse, conversationId, first.messageId)
  expect((await read(practice.physician, conversationId)).draft).toMatchObject({ id: first.draftId, text })
  const { draftId } = first
  const held = await aWaitingAnswer(house(), practice.physician, conversationId, {
    text,
    draftId,
    consultId: consult.id,
  })
  const place = { conversationId, messageId: held.messageId }
  const sent = await call(house(), practice.physician, api.sendScheduledNow, place)
  expect(sent.body.message).toMatchObject({ id: asked.messageId, text, author: { id: practice.physician.id } })
  expect((await call(house(), practice.physician, api.sendScheduledNow, place)).body.message).toEqual(sent.body.message)
  expect((await read(practice.nurse, conversationId)).work?.consults[0]?.status).toBe('edited')
})

test('the patient writes before an approval goes out: it is held back, and the question is there to be decided', async () => {
  const { practice, patient, conversationId, consult } = await anAskedConversation(house())
  const { physician } = practice
  const held = await aWaitingAnswer(house(), physician, conversationId, { text: proposal, consultId: consult.id })
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'I have a rash now.',
    attachmentIds: [],
  })
  goTo(house(), held.sendAt)
  await runSends(house())
  const page = await read(physician, conversationId)
  expect(page.work?.scheduledSends).toMatchObject([{ state: 'refused', refusal: 'patient-wrote', act: 'approval' }])
  expect(page.work?.consults[0]).toMatchObject({ isOpen: true, newer: 1 })
  expect(await lettersOf(physician, conversationId)).toEqual([])
  // Decided anew, with the letter read, the old try is done with.
  const next = await aWaitingAnswer(house(), physician, conversationId, {
    text: proposal,
    consultId: consult.id,
    seenSequence: page.messages.at(-1)?.sequence ?? 0,
  })
  goTo(house(), next.sendAt)
  await runSends(house())
  expect(await lettersOf(physician, conversationId)).toHaveLength(1)
  expect((await read(physician, conversationId)).work?.scheduledSends).toEqual([])
})

test('who may not decide may not put a decision off either', async () => {
  const { practice, conversationId, consult } = await anAskedConversation(house())
  for (const person of [practice.nurse, practice.clerk]) {
    const refused = await callLoosely(house(), person, api.scheduleSend, {
      ...anAnswer(conversationId, { text: proposal }),
      consultId: consult.id,
    })
    expect(refused.status).toBe(403)
  }
  const unknown = await callLoosely(house(), practice.physician, api.scheduleSend, {
    ...anAnswer(conversationId),
    consultId: uuidv7(),
  })
  expect(unknown.status).toBe(404)
})

test('words on how messages are used are counted once they are sent, and not when they are taken back', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const counted = async () =>
    (await call(house(), practice.nurse, api.readStanding, { patientId: patient.id })).body.coachings.length
  const first = await aWaitingAnswer(house(), practice.nurse, conversationId, { coaching: 'one-thing' })
  expect(await counted()).toBe(0)
  await takeBack(practice.nurse, conversationId, first.messageId)
  const { draftId } = first
  // They are what they were, and no answer in the box.
  const back = { draftId, act: 'coaching', coaching: 'one-thing', outcome: null, text: first.text }
  expect(await read(practice.nurse, conversationId)).toMatchObject({ draft: null, work: { takenBack: [back] } })
  expect((await read(practice.clerk, conversationId)).work?.takenBack).toEqual([])
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { draftId, coaching: 'one-thing' })
  goTo(house(), held.sendAt)
  await runSends(house(), 2)
  expect(await counted()).toBe(1)
  expect(await lettersOf(patient, conversationId)).toHaveLength(1)
  expect(await actsOf(practice.id)).toContain('conversation.coach')
})

const bookingPage = 'https://booking.example/maple'

function withBookingPage(practice: TestPractice): Promise<unknown> {
  return inPractice(house(), practice.id, (tx) =>
    tx.updateTable('practices').set({ booking_url: bookingPage }).where('practice_id', '=', practice.id).execute(),
  )
}

test('what the patient’s next letter kept from going out is a form again, until it is sent as an answer', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { coaching: 'tone' })
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'I am sorry.',
    attachmentIds: [],
  })
  goTo(house(), held.sendAt)
  await runSends(house())
  const { draft, work, messages } = await read(practice.nurse, conversationId)
  expect([draft, work?.takenBack]).toMatchObject([null, [{ draftId: held.draftId, coaching: 'tone' }]])
  const seenSequence = messages.at(-1)?.sequence ?? 0
  const answer = await aWaitingAnswer(house(), practice.nurse, conversationId, { draftId: held.draftId, seenSequence })
  await takeBack(practice.nurse, conversationId, answer.messageId)
  const after = await read(practice.nurse, conversationId)
  expect([after.draft, after.work?.takenBack]).toMatchObject([{ id: held.draftId }, []])
})

test('the way to booking waits too: it closes when it goes out, and without the address it is refused', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const text = `Please book here: ${bookingPage}`
  const booking = { text, isBooking: true, outcome: 'redirected' }
  const without = await callLoosely(house(), practice.nurse, api.scheduleSend, anAnswer(conversationId, booking))
  expect(without.body).toMatchObject({ status: 409, code: 'no-booking-page' })
  await withBookingPage(practice)
  for (const [more, path, code] of [
    [{ ...booking, text: 'Please book.' }, 'text', 'without-booking-page'],
    [{ ...booking, outcome: 'answered' }, 'outcome', 'not-with-this-act'],
    [{ ...booking, coaching: 'tone' }, 'isBooking', 'not-with-this-act'],
  ] as const) {
    const refused = await callLoosely(house(), practice.nurse, api.scheduleSend, anAnswer(conversationId, more))
    expect(refused.body).toMatchObject({ status: 422, fields: [{ path, code }] })
  }
  const first = await aWaitingAnswer(house(), practice.nurse, conversationId, booking)
  await takeBack(practice.nurse, conversationId, first.messageId)
  const { draftId } = first
  expect((await read(practice.nurse, conversationId)).work?.takenBack).toEqual([
    { draftId, act: 'booking', coaching: null, outcome: 'redirected', text },
  ])
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { ...booking, draftId })
  expect((await read(practice.nurse, conversationId)).work?.takenBack).toEqual([])
  expect((await read(patient, conversationId)).status).toBe('open')
  goTo(house(), held.sendAt)
  await runSends(house())
  expect(await read(patient, conversationId)).toMatchObject({ status: 'closed', outcome: 'redirected' })
  expect(await lettersOf(patient, conversationId)).toMatchObject([{ text }])
  expect(await actsOf(practice.id)).toContain('conversation.book')
})

test('in a clinician’s name: it waits, and does not go out once they let nobody write for them any more', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const onBehalfOfId = practice.physician.id
  const early = await callLoosely(house(), practice.nurse, api.scheduleSend, anAnswer(conversationId, { onBehalfOfId }))
  expect(early.status).toBe(403)
  await allow(house(), practice, 'at-once')
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { onBehalfOfId })
  const { draftId } = held
  expect((await read(practice.clerk, conversationId)).work?.scheduledSends).toMatchObject([
    { act: 'on-behalf', onBehalfOf: { id: onBehalfOfId }, author: { id: practice.nurse.id } },
  ])
  const ended = await call(house(), practice.physician, api.saveDelegation, {
    practitionerId: practice.nurse.id,
    allows: 'nothing',
    version: 1,
  })
  expect(ended.status).toBe(200)
  goTo(house(), held.sendAt)
  await runSends(house())
  expect((await read(practice.nurse, conversationId)).work?.scheduledSends).toMatchObject([{ refusal: 'no-access' }])

  await call(house(), practice.physician, api.saveDelegation, {
    practitionerId: practice.nurse.id,
    allows: 'at-once',
    version: 2,
  })
  const second = await aWaitingAnswer(house(), practice.nurse, conversationId, { draftId, onBehalfOfId })
  goTo(house(), second.sendAt)
  await runSends(house())
  expect(await lettersOf(practice.nurse, conversationId)).toMatchObject([
    { id: second.messageId, author: { id: practice.nurse.id }, onBehalfOf: { id: onBehalfOfId } },
  ])
})

const isImportantNow = (practiceId: string, conversationId: string) =>
  inPractice(house(), practiceId, (tx) =>
    tx.selectFrom('conversations').select('is_important').where('id', '=', conversationId).executeTakeFirstOrThrow(),
  ).then((row) => row.is_important)

test('what is important stays so when it is taken back, in the draft and after a save of other words', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { isImportant: true })
  await takeBack(practice.nurse, conversationId, held.messageId)
  const { draft } = await read(practice.nurse, conversationId)
  expect(draft).toMatchObject({ id: held.draftId, isImportant: true })
  const save = { draftId: held.draftId, conversationId, text: 'Other words.' }
  const saved = await call(house(), practice.nurse, api.saveDraft, { ...save, version: draft?.version ?? 0 })
  expect((await call(house(), practice.nurse, api.readDraft, { draftId: held.draftId })).body.isImportant).toBe(true)
  const { version } = saved.body
  await call(house(), practice.nurse, api.saveDraft, { ...save, isImportant: false, version })
  expect((await read(practice.nurse, conversationId)).draft?.isImportant).toBe(false)
})

test.each(['approve', 'edit'] as const)(
  'what is important when it is proposed is so when a clinician decides: %s',
  async (how) => {
    const { practice, conversationId, consult } = await anAskedConversation(house(), { isImportant: true })
    expect(consult.isImportant).toBe(true)
    const text = how === 'approve' ? proposal : 'Come in today.'
    const held = await aWaitingAnswer(house(), practice.physician, conversationId, { text, consultId: consult.id })
    expect(await isImportantNow(practice.id, conversationId)).toBe(false)
    goTo(house(), held.sendAt)
    await runSends(house())
    expect(await isImportantNow(practice.id, conversationId)).toBe(true)
  },
)

test('a patient does not say what is important', async () => {
  const { practice, patient } = await aWaitingPractice(house())
  const refused = await callLoosely(house(), patient, api.saveDraft, {
    draftId: uuidv7(),
    topicId: practice.topic.id,
    text: 'Help.',
    isImportant: true,
    version: 0,
  })
  expect(refused.body).toMatchObject({ status: 422, fields: [{ path: 'isImportant', code: 'not-yours-to-set' }] })
})
