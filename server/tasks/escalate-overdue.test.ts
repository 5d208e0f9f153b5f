// What is promised here: what is late is shown to the inbox's owner, then to its backup, then to the administrators, once
// each, and no later than the next run, however long the worker was away.
import { afterEach, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { aCareTeam, aPractitioner, call, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker, type Worker } from '../worker.ts'
import { chooseEscalation } from './choose-escalation.ts'
import { aReply, aWaitingPractice, openTaskOf, taskHistory } from './queue.fixture.ts'

const house = useTestHouse()
const workers: Worker[] = []
/** This one alone: what another sweep has in hand is left for the next run, and the tests count runs. */
const sweeps = schedule.filter(({ name }) => name === 'escalate-overdue')

function aWorker(): Worker {
  const worker = startWorker(house().worker, sweeps, createLogger({ level: 'silent' }))
  workers.push(worker)
  return worker
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})

const veryLate = (practice: TestPractice) => call(house(), practice.administrator, api.readPractice, {})
const acts = async (practiceId: string, conversationId: string) =>
  (await taskHistory(house(), practiceId, conversationId)).map((line) => line.act)

test('late by a minute: the owner is told; two hours of opening later: the backup; then the administrators; then nobody any more', async () => {
  const { practice, conversationId, dueAt } = await aWaitingPractice(house())
  const worker = aWorker()
  await worker.runOnce('escalate-overdue')
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 0,
    escalated_to_id: null,
  })

  house().clock.advance({ seconds: Math.ceil((dueAt.getTime() - house().clock.now().getTime()) / 1000) + 60 })
  for (let run = 0; run < 3; run++) {
    await worker.runOnce('escalate-overdue')
  }
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 1,
    escalated_to_id: practice.nurse.id,
    status: 'requested',
  })
  const nurse = await call(house(), practice.nurse, api.listQueue, {})
  expect(nurse.body.items).toMatchObject([
    { isMine: true, task: { escalatedTo: { id: practice.nurse.id }, owner: null } },
  ])
  expect((await call(house(), practice.nurse, api.listInboxes, {})).body.mine).toMatchObject({ open: 1, late: 1 })

  house().clock.advance({ days: 1 })
  for (let run = 0; run < 3; run++) {
    await worker.runOnce('escalate-overdue')
  }
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 2,
    escalated_to_id: practice.physician.id,
  })
  expect((await veryLate(practice)).body.veryLate).toBe(0)

  house().clock.advance({ days: 1 })
  for (let run = 0; run < 3; run++) {
    await worker.runOnce('escalate-overdue')
  }
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 3,
    escalated_to_id: practice.physician.id,
    escalate_at: null,
  })
  expect((await veryLate(practice)).body.veryLate).toBe(1)
  house().clock.advance({ days: 30 })
  await worker.runOnce('escalate-overdue')
  expect(await acts(practice.id, conversationId)).toEqual(['open', 'escalate', 'escalate', 'escalate'])
  await aReply(house(), practice.physician, conversationId)
  expect((await veryLate(practice)).body.veryLate).toBe(0)
})

test('three workers at once pass a task on once', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const three = [aWorker(), aWorker(), aWorker()]
  house().clock.advance({ days: 7 })
  await Promise.all(three.map((worker) => worker.runOnce('escalate-overdue')))
  expect(await acts(practice.id, conversationId)).toEqual(['open', 'escalate'])
})

test('what was answered in time is passed on to nobody', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  await aReply(house(), practice.nurse, conversationId)
  house().clock.advance({ days: 7 })
  await aWorker().runOnce('escalate-overdue')
  expect(await acts(practice.id, conversationId)).toEqual(['open', 'complete'])
})

test('in another inbox, its own owner is told', async () => {
  const { practice, conversationId, taskId } = await aWaitingPractice(house())
  const owner = await aPractitioner(house(), practice, { role: 'nurse' })
  const inbox = await aCareTeam(house(), practice, { owner, backup: practice.physician })
  const worker = aWorker()
  house().clock.advance({ days: 7 })
  await worker.runOnce('escalate-overdue')
  const { version } = await openTaskOf(house(), practice.id, conversationId)
  await call(house(), practice.nurse, api.assignTask, { taskId, version, careTeamId: inbox.id })
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 0,
    escalated_to_id: null,
  })
  await worker.runOnce('escalate-overdue')
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 1,
    escalated_to_id: owner.id,
  })
})

test('an owner who is suspended is passed over', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  house().clock.advance({ days: 7 })
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('memberships').set({ status: 'suspended' }).where('id', '=', practice.nurse.id).execute(),
  )
  await aWorker().runOnce('escalate-overdue')
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 2,
    escalated_to_id: practice.physician.id,
  })
})

test('nobody of the inbox is there: the administrators are told, once, and whoever comes back first after them', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const all = [practice.nurse.id, practice.physician.id]
  const stand = (status: 'suspended' | 'confirmed') =>
    inPractice(house(), practice.id, (tx) =>
      tx.updateTable('memberships').set({ status }).where('id', 'in', all).execute(),
    )
  house().clock.advance({ days: 7 })
  await stand('suspended')
  const worker = aWorker()
  for (let run = 0; run < 3; run++) {
    await worker.runOnce('escalate-overdue')
    house().clock.advance({ days: 1 })
  }
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 3,
    escalated_to_id: null,
  })
  expect((await veryLate(practice)).body.veryLate).toBe(1)
  await stand('confirmed')
  await worker.runOnce('escalate-overdue')
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 3,
    escalated_to_id: practice.nurse.id,
    escalate_at: null,
  })
  expect(await acts(practice.id, conversationId)).toEqual(['open', 'escalate', 'escalate'])
})

test.each([
  [0, 'owner', 'backup', { level: 1, id: 'owner' }],
  [0, 'owner', null, { level: 1, id: 'owner' }],
  [0, null, 'backup', { level: 2, id: 'backup' }],
  [0, null, null, { level: 3, id: null }],
  [1, 'owner', 'backup', { level: 2, id: 'backup' }],
  [1, 'owner', null, { level: 3, id: null }],
  [2, 'owner', 'backup', { level: 3, id: null }],
  [3, 'owner', 'backup', { level: 3, id: 'owner' }],
  [3, null, 'backup', { level: 3, id: 'backup' }],
  [3, null, null, { level: 3, id: null }],
])('from level %i, with %s in the owner’s place and %s in the backup’s', (level, ownerId, backupId, expected) => {
  expect(chooseEscalation({ level, ownerId, backupId })).toEqual(expected)
})
