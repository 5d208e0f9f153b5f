// What is promised here: what is put off stays somebody's, comes back by itself, and the patient is never left with a time that
// was moved without a word.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { schedule } from '../schedule.ts'
import { aPatient, aPractice, aPractitioner, call, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { aWaitingMessage, aWaitingPractice, openTaskOf, taskHistory } from './queue.fixture.ts'

const house = useTestHouse()

type More = { reason?: 'results' | 'patient' | 'colleague' | 'other'; text?: string; tellsPatient?: boolean }
const defer = (colleague: Person, task: { taskId: string; version: number }, until: string, more: More = {}) =>
  call(house(), colleague, api.deferTask, { ...task, until, reason: 'results', noteId: uuidv7(), ...more })
/** 'YYYY-MM-DDTHH:MM' in Toronto, so many hours from now. */
const inHours = (hours: number) =>
  new Date(house().clock.now().getTime() + (hours - 5) * 3_600_000).toISOString().slice(0, 16)
const given = ({ taskId, version }: { taskId: string; version: number }) => ({ taskId, version })

test('put off within the time that was told: it is theirs, visible with its reason, and the patient hears nothing', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, patient, conversationId, dueAt } = waiting
  const until = inHours(3)
  const answer = await defer(practice.nurse, given(waiting), until)
  expect(answer.status).toBe(200)
  const deferral = { reason: 'results', by: { name: 'Tomas Lindqvist' } }
  expect(answer.body.task).toMatchObject({ status: 'accepted', owner: { id: practice.nurse.id }, deferral })
  expect(new Date(answer.body.task.deferral?.until ?? 0).toISOString().slice(0, 16)).toBe(
    new Date(new Date(`${until}:00Z`).getTime() + 5 * 3_600_000).toISOString().slice(0, 16),
  )
  const queue = await call(house(), practice.physician, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(queue.body.items).toMatchObject([{ task: { deferral } }])
  const seen = (await call(house(), patient, api.readConversation, { conversationId })).body
  expect(seen.messages).toHaveLength(2)
  expect(seen.dueAt).toBe(dueAt.toISOString())
  expect((await taskHistory(house(), practice.id, conversationId)).map(({ act }) => act)).toEqual([
    'open',
    'accept',
    'defer',
  ])
})

test('the same act sent twice is one, and one from an older look is refused', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId } = waiting
  const until = inHours(2)
  const first = await defer(practice.nurse, given(waiting), until)
  const again = await defer(practice.nurse, given(waiting), until)
  expect([again.status, again.body]).toEqual([200, first.body])
  expect((await defer(practice.physician, given(waiting), until)).body).toMatchObject({ code: 'changed-meanwhile' })
  expect(await taskHistory(house(), practice.id, conversationId)).toHaveLength(3)
})

test('what a colleague has, nobody else puts off', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, taskId, version } = waiting
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  const answer = await defer(practice.physician, { taskId, version: version + 1 }, inHours(2))
  expect([answer.status, answer.body]).toMatchObject([409, { facts: { task: { owner: { id: practice.nurse.id } } } }])
})

test('past the time that was told it is refused, until whoever puts it off says that the patient is told', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { language: 'fr' })
  const waiting = await aWaitingMessage(house(), practice, { patient })
  const { conversationId, dueAt } = waiting
  const until = inHours(72)
  const silent = await defer(practice.nurse, given(waiting), until)
  expect([silent.status, silent.body]).toMatchObject([
    422,
    { fields: [{ path: 'tellsPatient', code: 'past-promise' }] },
  ])
  expect((await call(house(), patient, api.readConversation, { conversationId })).body.messages).toHaveLength(2)

  expect((await defer(practice.nurse, given(waiting), until, { tellsPatient: true })).status).toBe(200)
  const { messages, dueAt: toldAt } = (await call(house(), patient, api.readConversation, { conversationId })).body
  expect(messages).toHaveLength(3)
  expect(messages[2]).toMatchObject({ kind: 'auto-reply', author: { kind: 'system' } })
  expect(messages[2]?.text).toContain('Il nous faut plus de temps')
  const task = await openTaskOf(house(), practice.id, conversationId)
  expect(task).toMatchObject({ renewals: 1, due_at: dueAt })
  expect(task.expected_at?.toISOString()).toBe(toldAt)
  expect(task.expected_at && task.deferred_until && task.expected_at > task.deferred_until).toBe(true)
})

test('what is urgent does not wait past the time that was told', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, taskId, version } = waiting
  await call(house(), practice.nurse, api.assignTask, { taskId, version, priority: 'urgent' })
  const late = await defer(practice.nurse, { taskId, version: version + 1 }, inHours(72), { tellsPatient: true })
  expect(late.body).toMatchObject({ fields: [{ path: 'until', code: 'urgent-past-promise' }] })
  expect((await defer(practice.nurse, { taskId, version: version + 1 }, inHours(2))).status).toBe(200)
})

test.each([
  ['a time that has passed', { until: () => inHours(-1) }, 'until', 'in-the-past'],
  ['a day that is not', { until: () => '2026-02-30T09:00' }, 'until', 'date'],
  ['further than may be', { until: () => inHours(24 * 31) }, 'until', 'too-far'],
  ['another reason without words', { until: () => inHours(2), reason: 'other' as const }, 'text', 'missing'],
])('%s is refused by name', async (_words, { until, ...more }, path, code) => {
  const waiting = await aWaitingPractice(house())
  const answer = await defer(waiting.practice.nurse, given(waiting), until(), more)
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path, code }] }])
  expect(await openTaskOf(house(), waiting.practice.id, waiting.conversationId)).toMatchObject({ deferred_until: null })
})

test('another reason is in words that are a note between colleagues', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId, patient } = waiting
  const answer = await defer(practice.nurse, given(waiting), inHours(2), {
    reason: 'other',
    text: 'The printer is out.',
  })
  expect(answer.status).toBe(200)
  const seen = await call(house(), practice.physician, api.readConversation, { conversationId })
  expect(seen.body.work?.notes).toMatchObject([{ text: 'The printer is out.', author: { id: practice.nurse.id } }])
  const theirs = await call(house(), patient, api.readConversation, { conversationId })
  expect(JSON.stringify(theirs.body)).not.toContain('printer')
})

test('it is taken up again by hand, by whoever it is given to, and when the patient writes', async () => {
  const practice = await aPractice(house())
  for (const end of ['hand', 'assign', 'patient'] as const) {
    const waiting = await aWaitingMessage(house(), practice)
    const { taskId, version, conversationId, patient, dueAt } = waiting
    await defer(practice.nurse, { taskId, version }, inHours(2))
    switch (end) {
      case 'hand':
        expect((await call(house(), practice.physician, api.resumeTask, { taskId })).body.task.deferral).toBeNull()
        expect((await call(house(), practice.physician, api.resumeTask, { taskId })).status).toBe(200)
        break
      case 'assign': {
        const to = { taskId, version: version + 1, practitionerId: practice.physician.id }
        expect((await call(house(), practice.nurse, api.assignTask, to)).body.task).toMatchObject({
          owner: { id: practice.physician.id },
          deferral: null,
        })
        break
      }
      case 'patient':
        await call(house(), patient, api.sendMessage, {
          conversationId,
          messageId: uuidv7(),
          text: 'News.',
          attachmentIds: [],
        })
    }
    expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
      deferred_until: null,
      escalate_at: dueAt,
      status: end === 'assign' ? 'requested' : 'accepted',
    })
    expect((await taskHistory(house(), practice.id, conversationId)).at(-1)?.act).toBe(
      end === 'assign' ? 'reassign' : 'resume',
    )
  }
})

test('what somebody put off who can no longer work here is to do again, for everybody', async () => {
  const practice = await aPractice(house())
  const colleague = await aPractitioner(house(), practice, { role: 'nurse', careTeamIds: [practice.careTeam.id] })
  const waiting = await aWaitingMessage(house(), practice)
  expect((await defer(colleague, given(waiting), inHours(2))).status).toBe(200)
  const listed = await call(house(), practice.administrator, api.listPractitioners, {})
  const version = listed.body.items.find(({ id }) => id === colleague.id)?.version ?? 0
  const suspended = { practitionerId: colleague.id, event: 'suspend' as const, version }
  expect((await call(house(), practice.administrator, api.changePractitioner, suspended)).status).toBe(200)
  expect(await openTaskOf(house(), practice.id, waiting.conversationId)).toMatchObject({
    status: 'requested',
    owner_id: null,
    deferred_until: null,
    escalate_at: waiting.dueAt,
  })
})

test('while it waits nobody is told that it is late; once it is over and late, the owner is', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId, dueAt } = waiting
  expect((await defer(practice.nurse, given(waiting), inHours(72), { tellsPatient: true })).status).toBe(200)
  const chosen = schedule.filter(({ name }) => name === 'escalate-overdue')
  expect(chosen).toHaveLength(1)
  const worker = startWorker(house().worker, chosen, createLogger({ level: 'silent' }))
  const goTo = (at: Date) =>
    house().clock.advance({ seconds: Math.ceil((at.getTime() - house().clock.now().getTime()) / 1000) + 60 })
  const mine = async () => (await call(house(), practice.nurse, api.listInboxes, {})).body.mine
  goTo(dueAt)
  await worker.runOnce()
  const waits = await openTaskOf(house(), practice.id, conversationId)
  expect([waits.escalation_level, (await mine()).late]).toEqual([0, 0])
  goTo(waits.deferred_until ?? dueAt)
  await worker.runOnce()
  await worker.stop()
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ escalation_level: 1 })
  expect((await mine()).late).toBe(1)
})
