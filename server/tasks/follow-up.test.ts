// What is promised here: what else is to be done about a conversation is a task in a colleague's words, with an owner and a
// time; it stays between colleagues; the patient is owed an answer as before, unless it is said that they need none.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call, callLoosely, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aReply, aWaitingPractice } from './queue.fixture.ts'

const house = useTestHouse()

const words = { text: 'Call the pharmacy about the zephyr cream.', dueAt: '2026-11-25T09:00' }
const make = (who: Person, conversationId: string, more: Record<string, unknown> = {}) =>
  call(house(), who, api.makeFollowUp, { conversationId, noteId: uuidv7(), ...words, ...more })

async function openTasks(practice: TestPractice, conversationId: string) {
  const { body } = await call(house(), practice.nurse, api.readConversation, { conversationId })
  const tasks = body.work?.tasks.filter(({ status }) => status === 'requested' || status === 'accepted') ?? []
  return { tasks, notes: body.work?.notes ?? [], body }
}

test('it is in its owner’s work by its time, with its words, and beside the answer that is owed', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const { status, body } = await make(practice.nurse, conversationId, { practitionerId: practice.physician.id })
  expect(status).toBe(200)
  const { tasks, notes } = await openTasks(practice, conversationId)
  expect(tasks.map(({ kind }) => kind).toSorted()).toEqual(['follow-up', 'respond'])
  const task = tasks.find(({ kind }) => kind === 'follow-up')
  expect(task).toMatchObject({
    id: body.taskId,
    owner: { id: practice.physician.id },
    dueAt: '2026-11-25T14:00:00.000Z',
  })
  expect(notes).toMatchObject([{ id: task?.noteId, text: words.text }])
  const mine = await call(house(), practice.physician, api.listQueue, {})
  expect(mine.body.items).toMatchObject([{ task: { id: body.taskId }, followUp: words.text }])

  const seen = await call(house(), patient, api.readConversation, { conversationId })
  expect(JSON.stringify(seen.body)).not.toContain('zephyr')
  expect(seen.body).toMatchObject({ stage: 'received', work: null })
  const stored = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').execute(),
  )
  const entries = stored.map(({ payload }) => payload.toString('utf8'))
  expect(entries.filter((entry) => entry.includes('"act":"task.make"'))).toHaveLength(1)
  expect(entries.join()).not.toContain('zephyr')
})

test('an answer leaves it to do; done, nobody has to do anything', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const { body } = await make(practice.nurse, conversationId)
  await aReply(house(), practice.nurse, conversationId)
  const left = await openTasks(practice, conversationId)
  expect(left.tasks).toMatchObject([{ kind: 'follow-up', owner: null }])
  const answered = { careTeamId: practice.careTeam.id, status: 'answered' } as const
  expect((await call(house(), practice.nurse, api.listQueue, answered)).body.items).toEqual([])
  const end = { taskId: body.taskId, version: left.tasks[0]?.version ?? 0 }
  expect((await call(house(), practice.nurse, api.completeTask, { ...end, outcome: 'reached' })).status).toBe(422)
  const done = await call(house(), practice.nurse, api.completeTask, { ...end, outcome: 'done' })
  expect(done.body.task).toMatchObject({ status: 'completed', outcome: 'done' })
  expect((await call(house(), practice.nurse, api.listQueue, answered)).body.items).toHaveLength(1)
})

test('said that the patient needs no answer, this obligation ends in the same act', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  await make(practice.nurse, conversationId, { endsResponse: true })
  const { tasks, body } = await openTasks(practice, conversationId)
  expect(tasks).toMatchObject([{ kind: 'follow-up' }])
  expect(body.work?.tasks.find(({ kind }) => kind === 'respond')).toMatchObject({
    status: 'completed',
    outcome: 'no-reply-needed',
  })
})

test('no answer is called unneeded over a message that was not seen: nothing is made', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const seenSequence = (await openTasks(practice, conversationId)).body.messages.at(-1)?.sequence ?? 0
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'It is worse now.',
    attachmentIds: [],
  })
  const { status, body } = await make(practice.nurse, conversationId, { endsResponse: true, seenSequence })
  expect([status, body]).toMatchObject([409, { code: 'changed-meanwhile' }])
  expect((await openTasks(practice, conversationId)).tasks).toMatchObject([{ kind: 'respond' }])
})

test('sent twice it is one; others stand beside it; closing ends them all, and undoing that brings them back', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  await aReply(house(), practice.nurse, conversationId)
  const noteId = uuidv7()
  const first = await make(practice.nurse, conversationId, { noteId })
  expect((await make(practice.nurse, conversationId, { noteId })).body).toEqual(first.body)
  const second = await make(practice.clerk, conversationId, { practitionerId: practice.physician.id })
  const { tasks, notes, body } = await openTasks(practice, conversationId)
  expect([tasks.length, notes.length]).toEqual([2, 2])

  const asked = { conversations: [{ conversationId, version: body.version }], outcome: 'answered' as const }
  expect((await call(house(), practice.nurse, api.closeSeveral, asked)).body.notDone).toMatchObject([{ code: 'to-do' }])
  const closed = await call(house(), practice.nurse, api.closeSeveral, { ...asked, endsTasks: true })
  expect((await openTasks(practice, conversationId)).tasks).toEqual([])
  await call(house(), practice.nurse, api.undoClosures, { conversations: closed.body.done })
  const back = (await openTasks(practice, conversationId)).tasks
  expect(back.map(({ id }) => id).toSorted()).toEqual([first.body.taskId, second.body.taskId].toSorted())
  // Each is done by itself.
  const done = back.find((task) => task.noteId === noteId)
  const end = { taskId: first.body.taskId, version: done?.version ?? 0, outcome: 'done' as const, seenSequence: 3 }
  expect((await call(house(), practice.nurse, api.completeTask, end)).status).toBe(200)
  expect((await openTasks(practice, conversationId)).tasks).toMatchObject([{ id: second.body.taskId }])
})

test('made at once by two, both are there; at their limit another is refused and says so', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const both = await Promise.all([make(practice.nurse, conversationId), make(practice.physician, conversationId)])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  for (let count = 2; count < limits.followUpsOpen; count++) {
    expect((await make(practice.nurse, conversationId)).status).toBe(200)
  }
  const facts = { limit: limits.followUpsOpen }
  expect(await make(practice.nurse, conversationId)).toMatchObject({
    status: 409,
    body: { code: 'too-many-open', facts },
  })
  expect((await openTasks(practice, conversationId)).notes).toHaveLength(limits.followUpsOpen)
})

test('a closed conversation takes none, and a clerk who sees subjects alone reads none', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  await make(practice.nurse, conversationId)
  await inPractice(house(), practice.id, (tx) => tx.updateTable('practices').set({ clerk_view: 'subject' }).execute())
  const queue = await call(house(), practice.clerk, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(queue.body.items.map(({ followUp }) => followUp)).toEqual(['', ''])
  const { body } = await openTasks(practice, conversationId)
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'answered',
    version: body.version,
  })
  expect((await make(practice.nurse, conversationId)).status).toBe(409)
})

describe('bad input is refused by the name of its field:', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['no words', { text: ' ' }, 'text', 'empty'],
    ['too many words', { text: 'x'.repeat(limits.followUpCharacters + 1) }, 'text', 'too-long'],
    ['no such time', { dueAt: '2026-02-30T09:00' }, 'dueAt', 'date'],
    ['a time that has passed', { dueAt: '2026-11-23T09:00' }, 'dueAt', 'in-the-past'],
    ['a time far ahead', { dueAt: '2028-11-23T09:00' }, 'dueAt', 'too-far'],
  ])('%s', async (_what, more, path, code) => {
    const { practice, conversationId } = await aWaitingPractice(house())
    const whole = { conversationId, noteId: uuidv7(), ...words, ...more }
    const { status, body } = await callLoosely(house(), practice.nurse, api.makeFollowUp, whole)
    expect([status, body]).toMatchObject([422, { fields: [{ path, code }] }])
  })

  test('a colleague who takes no tasks, and one of another practice', async () => {
    const { practice, conversationId } = await aWaitingPractice(house())
    const other = await aWaitingPractice(house())
    const toAdministrator = await make(practice.nurse, conversationId, { practitionerId: practice.administrator.id })
    expect(toAdministrator).toMatchObject({ status: 422, body: { fields: [{ code: 'cannot-take-tasks' }] } })
    const elsewhere = await make(practice.nurse, conversationId, { practitionerId: other.practice.nurse.id })
    expect(elsewhere.status).toBe(404)
  })
})
