// What is promised here: whoever is told of what is late has it in one list, the longest first, page by page; an administrator
// of the whole practice and without a word of what was written, owner and backup of their own inboxes.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { aCareTeam, aPractice, aPractitioner, call, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { aReply, aWaitingMessage, aWaitingPractice } from './queue.fixture.ts'

const house = useTestHouse()

type Person = TestPractice['nurse']
const late = async (person: Person, page: { limit?: number; cursor?: string } = {}) =>
  (await call(house(), person, api.listLate, page)).body

async function tellOfLate(): Promise<void> {
  const sweeps = schedule.filter(({ name }) => name === 'escalate-overdue')
  const worker = startWorker(house().worker, sweeps, createLogger({ level: 'silent' }))
  await worker.runOnce()
  await worker.stop()
}

test('what is past its time, with whom it lies and who was told; what is not, and what was answered, is not there', async () => {
  const { practice, patient, conversationId, taskId, dueAt } = await aWaitingPractice(house())
  const answered = await aWaitingMessage(house(), practice)
  await aReply(house(), practice.nurse, answered.conversationId)
  expect((await late(practice.administrator)).items).toEqual([])

  house().clock.advance({ days: 7 })
  await aWaitingMessage(house(), practice)
  const before = await late(practice.administrator)
  expect(before.items).toMatchObject([{ taskId, step: 'none', escalatedTo: null, escalatedAt: null }])
  await tellOfLate()
  const { items } = await late(practice.administrator)
  expect(items).toMatchObject([
    {
      taskId,
      conversationId,
      canOpen: false,
      patient: { id: patient.id },
      topic: { en: 'A question for the clinic' },
      kind: 'respond',
      owner: null,
      careTeam: { id: practice.careTeam.id },
      dueAt: dueAt.toISOString(),
      step: 'owner',
      escalatedTo: { id: practice.nurse.id },
    },
  ])
  expect(JSON.stringify(items)).not.toContain('refill')
  expect(JSON.stringify(items)).not.toContain('tablets')
  expect(await late(practice.nurse)).toMatchObject({ items: [{ taskId, canOpen: true }], nextCursor: null })
  expect(await late(practice.physician)).toMatchObject({ items: [{ taskId }] })
})

test('owner and backup see their own inboxes alone; whoever only works in one sees nothing of it', async () => {
  const practice = await aPractice(house())
  const owner = await aPractitioner(house(), practice, { role: 'nurse' })
  const backup = await aPractitioner(house(), practice, { role: 'physician' })
  const inbox = await aCareTeam(house(), practice, { owner, backup })
  const { taskId, version } = await aWaitingMessage(house(), practice)
  const other = await aWaitingMessage(house(), practice)
  const moved = await call(house(), practice.nurse, api.assignTask, { taskId, version, careTeamId: inbox.id })
  expect(moved.status).toBe(200)
  house().clock.advance({ days: 7 })
  const ids = async (person: Person) => (await late(person)).items.map((item) => item.taskId)
  expect(await ids(owner)).toEqual([taskId])
  expect(await ids(backup)).toEqual([taskId])
  expect(await ids(practice.nurse)).toEqual([other.taskId])
  expect(await ids(practice.clerk)).toEqual([])
  expect((await ids(practice.administrator)).toSorted()).toEqual([taskId, other.taskId].toSorted())
  const answersFor = async (person: Person) =>
    (await call(house(), person, api.listInboxes, {})).body.inboxes.map((one) => [one.careTeam.id, one.answersFor])
  expect(await answersFor(owner)).toEqual([[inbox.id, true]])
  expect(await answersFor(practice.clerk)).toEqual([[practice.careTeam.id, false]])
})

test('page by page, the longest wait first, each once', async () => {
  const practice = await aPractice(house())
  const sent = []
  for (let count = 0; count < 5; count++) {
    sent.push(await aWaitingMessage(house(), practice))
  }
  house().clock.advance({ days: 7 })
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await late(practice.administrator, { limit: 2, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items.map((item) => item.taskId))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const expected = sent.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.taskId < b.taskId ? -1 : 1))
  expect(found).toEqual(expected.map(({ taskId }) => taskId))
  const broken = await call(house(), practice.administrator, api.listLate, { cursor: 'x' })
  expect(broken).toMatchObject({ status: 422, body: { fields: [{ path: 'cursor', code: 'malformed' }] } })
})
