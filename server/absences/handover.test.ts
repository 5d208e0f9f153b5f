// What is promised here: whoever comes back learns what happened in their place, until they have read it, and nobody else does.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aReply, aWaitingMessage, openTaskOf } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { anAbsence, anAbsenceForm, inHours, person, runCover } from './absences.fixture.ts'

const house = useTestHouse()

async function assigned(practice: TestPractice, subject: string) {
  const waiting = await aWaitingMessage(house(), practice, { subject })
  const { taskId, version } = waiting
  const { nurse, physician } = practice
  await call(house(), nurse, api.assignTask, { taskId, version, practitionerId: physician.id })
  return waiting
}

/** Two messages wait for the physician; she leaves, the nurse answers one, a third patient answers an earlier reply of hers. */
async function anAbsenceWithWork() {
  const practice = await aPractice(house())
  const { physician, nurse } = practice
  const [answered, urgent, earlier] = [
    await assigned(practice, 'A refill'),
    await assigned(practice, 'A rash'),
    await assigned(practice, 'A result'),
  ]
  await aReply(house(), physician, earlier.conversationId)
  house().clock.advance({ hours: 1 })
  const form = anAbsenceForm(house(), person(physician), { from: inHours(house(), 0), cover: person(nurse) })
  await anAbsence(house(), physician, form)
  await runCover(house())
  await aReply(house(), nurse, answered.conversationId)
  const task = await openTaskOf(house(), practice.id, urgent.conversationId)
  await call(house(), nurse, api.assignTask, { taskId: task.id, version: task.version, priority: 'urgent' })
  house().clock.advance({ hours: 1 })
  await call(house(), earlier.patient, api.sendMessage, {
    conversationId: earlier.conversationId,
    messageId: uuidv7(),
    text: 'Thank you. What does it mean?',
    attachmentIds: [],
  })
  return { practice, answered, urgent, earlier, absenceId: form.absenceId }
}

test('who came, what was answered and by whom, what is open, and what is urgent', async () => {
  const { practice, answered, urgent, earlier, absenceId } = await anAbsenceWithWork()
  const { physician, nurse } = practice
  expect((await call(house(), physician, api.listHandovers, {})).body.items).toEqual([])
  house().clock.advance({ days: 2 })
  await runCover(house())
  const counts = { came: 1, answered: 1, open: 2, urgent: 1 }
  expect((await call(house(), physician, api.listHandovers, {})).body.items).toMatchObject([{ absenceId, ...counts }])
  const { body } = await call(house(), physician, api.readHandover, { absenceId })
  expect(body).toMatchObject({ ...counts, isRead: false })
  expect(body.items).toMatchObject([
    {
      conversationId: urgent.conversationId,
      subject: 'A rash',
      isUrgent: true,
      isNew: false,
      state: 'open',
      by: { id: physician.id },
    },
    {
      conversationId: earlier.conversationId,
      isNew: true,
      state: 'open',
      by: { id: physician.id },
      patient: { name: earlier.patient.name, birthDate: earlier.patient.birthDate },
    },
    {
      conversationId: answered.conversationId,
      state: 'answered',
      by: { id: nurse.id, name: nurse.name },
      isUrgent: false,
      dueAt: null,
    },
  ])
})

test('it is shown until it was read, and is the absent colleague’s alone', async () => {
  const { practice, absenceId } = await anAbsenceWithWork()
  const { physician, nurse, administrator } = practice
  house().clock.advance({ days: 2 })
  for (const other of [nurse, administrator]) {
    expect((await call(house(), other, api.listHandovers, {})).body.items).toEqual([])
    expect((await call(house(), other, api.readHandover, { absenceId })).status).toBe(404)
    expect((await call(house(), other, api.finishHandover, { absenceId })).status).toBe(404)
  }
  for (let time = 0; time < 2; time++) {
    expect((await call(house(), physician, api.finishHandover, { absenceId })).status).toBe(200)
  }
  expect((await call(house(), physician, api.listHandovers, {})).body.items).toEqual([])
  expect((await call(house(), physician, api.readHandover, { absenceId })).body).toMatchObject({
    isRead: true,
    open: 2,
  })
})

test('back early, she reads it at once', async () => {
  const { practice, absenceId } = await anAbsenceWithWork()
  const { physician } = practice
  expect((await call(house(), physician, api.readHandover, { absenceId })).status).toBe(404)
  await call(house(), physician, api.cancelAbsence, { absenceId, version: 1 })
  await runCover(house())
  expect((await call(house(), physician, api.listHandovers, {})).body.items).toMatchObject([{ absenceId, open: 2 }])
})

test('an absence in which nothing came to others has no handover', async () => {
  const practice = await aPractice(house())
  await anAbsence(house(), practice.physician, anAbsenceForm(house(), person(practice.physician)))
  await aWaitingMessage(house(), practice, { patient: await aPatient(house(), practice) })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect((await call(house(), practice.physician, api.listHandovers, {})).body.items).toEqual([])
})

test('patient and colleague read on the page who is away, and who reads meanwhile', async () => {
  const { practice, earlier } = await anAbsenceWithWork()
  const { physician, nurse } = practice
  const { conversationId } = earlier
  for (const reader of [earlier.patient, nurse]) {
    const { body } = await call(house(), reader, api.readConversation, { conversationId })
    expect(body.away).toMatchObject({ who: { name: physician.name }, by: { id: nurse.id }, note: null })
  }
  house().clock.advance({ days: 2 })
  expect((await call(house(), nurse, api.readConversation, { conversationId })).body.away).toBeNull()
})
