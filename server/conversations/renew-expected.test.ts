// What is promised here: when the time that a patient was told slips, they are told the next one before it passes, in their
// language and with a notice that says nothing; once, however often and wherever the sweep runs, and at most so often.
import { afterEach, expect, test } from 'vitest'
import { anAbsence, anAbsenceForm, inHours, runCover } from '../absences/absences.fixture.ts'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { schedule } from '../schedule.ts'
import { aReply, aWaitingMessage, aWaitingPractice, openTaskOf } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker, type Worker } from '../worker.ts'

const house = useTestHouse()
const workers: Worker[] = []

function aWorker(...names: string[]): Worker {
  const chosen = schedule.filter(({ name }) => ['renew-expected', ...names].includes(name))
  const worker = startWorker(house().worker, chosen, createLogger({ level: 'silent' }))
  workers.push(worker)
  return worker
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})

const read = async (patient: PatientPerson, conversationId: string) =>
  (await call(house(), patient, api.readConversation, { conversationId })).body
const listed = async (patient: PatientPerson) => (await call(house(), patient, api.listConversations, {})).body
/** Until a minute after an instant, or so long before it. */
function goTo(instant: Date, beforeMinutes = -1): void {
  const ms = instant.getTime() - beforeMinutes * 60_000 - house().clock.now().getTime()
  house().clock.advance({ seconds: Math.ceil(ms / 1000) })
}
async function notices(practice: TestPractice, conversationId: string): Promise<string[]> {
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('notices').select('kind').where('conversation_id', '=', conversationId).execute(),
  )
  return rows.map(({ kind }) => kind)
}

test('about to pass: told the next time in French, marked as new, one notice; the clinic is held to what it was', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { language: 'fr' })
  const { conversationId, dueAt } = await aWaitingMessage(house(), practice, { patient })
  const worker = aWorker('notify-patients')
  goTo(dueAt, 90)
  await worker.runOnce()
  expect((await read(patient, conversationId)).messages).toHaveLength(2)

  goTo(dueAt, 30)
  const other = aWorker('notify-patients')
  await Promise.all([worker.runOnce(), other.runOnce(), worker.runOnce()])
  await worker.runOnce()
  const { messages, dueAt: toldAt, stage } = await read(patient, conversationId)
  expect(messages).toHaveLength(3)
  expect(messages[2]).toMatchObject({ kind: 'auto-reply', author: { kind: 'system' } })
  expect(messages[2]?.text).toContain('Il nous faut plus de temps pour répondre à votre message.')
  expect(messages[2]?.text).toContain('911')
  expect(Date.parse(toldAt ?? '')).toBeGreaterThan(dueAt.getTime())
  expect(stage).toBe('received')
  const { items, unread } = await listed(patient)
  expect(items).toMatchObject([{ id: conversationId, isUnread: true, dueAt: toldAt }])
  expect(unread).toBe(1)
  expect(await notices(practice, conversationId)).toEqual(['new-message'])

  const seen = (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  expect(seen).toMatchObject({ dueAt: dueAt.toISOString(), expectedAt: toldAt })
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ renewals: 1, due_at: dueAt })

  await call(house(), patient, api.markRead, { conversationId, sequence: 3 })
  expect((await listed(patient)).items).toMatchObject([{ isUnread: false }])
})

test('a line that the patient adds is answered with the time they know', async () => {
  const { patient, conversationId, dueAt } = await aWaitingPractice(house())
  const worker = aWorker()
  goTo(dueAt, 30)
  await worker.runOnce()
  const { dueAt: toldAt } = await read(patient, conversationId)
  const sent = await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'One more thing.',
    attachmentIds: [],
  })
  expect(sent.body.dueAt).toBe(toldAt)
  expect(Date.parse(toldAt ?? '')).toBeGreaterThan(dueAt.getTime())
})

test('at most so often, and never after the answer', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const answered = await aWaitingMessage(house(), practice)
  await aReply(house(), practice.nurse, answered.conversationId)
  const worker = aWorker()
  for (let day = 0; day < 20; day++) {
    house().clock.advance({ hours: 12 })
    await worker.runOnce()
  }
  const { messages } = await read(patient, conversationId)
  expect(messages).toHaveLength(2 + limits.expectationRenewals)
  expect((await openTaskOf(house(), practice.id, conversationId)).expect_at).toBeNull()
  expect((await read(answered.patient, answered.conversationId)).messages).toHaveLength(3)
})

test('a day made a holiday moves the time on, and says so long before; whoever read everything still has', async () => {
  const { practice, patient, conversationId, dueAt } = await aWaitingPractice(house())
  await call(house(), practice.nurse, api.markRead, { conversationId, sequence: 2 })
  const worker = aWorker()
  const day = dueAt.toISOString().slice(0, 10)
  const { version } = (await call(house(), practice.administrator, api.readPractice, {})).body
  const changed = await call(house(), practice.administrator, api.changePractice, {
    closures: [{ date: day, name: { en: 'Burst pipe', fr: 'Dégât d’eau' } }],
    version,
  })
  expect(changed.status).toBe(200)
  await worker.runOnce()
  expect((await read(patient, conversationId)).messages).toHaveLength(2)
  house().clock.advance({ minutes: limits.expectationSettleMinutes + 1 })
  await worker.runOnce()
  const { messages, dueAt: toldAt } = await read(patient, conversationId)
  expect(messages).toHaveLength(3)
  expect(house().clock.now().getTime()).toBeLessThan(dueAt.getTime())
  expect(Date.parse(toldAt ?? '')).toBeGreaterThan(dueAt.getTime())
  const queue = await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(queue.body.items).toMatchObject([
    { conversation: { id: conversationId, isUnread: false, lastAuthor: { kind: 'patient' } } },
  ])
})

test('everybody who answers for the inbox is away for a week: the patient is told when somebody is there', async () => {
  const { practice, patient, conversationId, dueAt } = await aWaitingPractice(house())
  const { administrator, nurse, physician } = practice
  for (const who of [nurse, physician]) {
    await anAbsence(
      house(),
      administrator,
      anAbsenceForm(
        house(),
        { kind: 'practitioner', id: who.id },
        { from: inHours(house(), -1), until: inHours(house(), 24 * 7), cover: null },
      ),
    )
  }
  const worker = aWorker()
  await runCover(house())
  house().clock.advance({ minutes: limits.expectationSettleMinutes + 1 })
  await worker.runOnce()
  const { messages, dueAt: toldAt } = await read(patient, conversationId)
  expect(messages).toHaveLength(3)
  const day = 24 * 3_600_000
  expect(Date.parse(toldAt ?? '') - house().clock.now().getTime()).toBeGreaterThan(6 * day)
  expect(Date.parse(toldAt ?? '')).toBeGreaterThan(dueAt.getTime())
})

test('passed on to a colleague, it is looked at again, and nothing is said while the time holds', async () => {
  const { practice, patient, conversationId, taskId, version } = await aWaitingPractice(house())
  const before = await openTaskOf(house(), practice.id, conversationId)
  await call(house(), practice.nurse, api.assignTask, { taskId, version, practitionerId: practice.physician.id })
  const after = await openTaskOf(house(), practice.id, conversationId)
  expect(after.expect_at?.getTime()).toBeLessThan(before.expect_at?.getTime() ?? 0)
  house().clock.advance({ minutes: limits.expectationSettleMinutes + 1 })
  await aWorker().runOnce()
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    expect_at: before.expect_at,
    renewals: 0,
  })
  expect(await read(patient, conversationId)).toMatchObject({
    stage: 'with-person',
    stagePerson: { role: 'physician' },
  })
})
