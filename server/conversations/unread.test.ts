// What is promised here: a patient who does not read is reminded, as often and as late as the topic says, then reached another way by one task, however
// often the sweeps run and however many run at once; reading stops it.
import { afterEach, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { aReply, aWaitingPractice, openTaskOf, taskHistory } from '../tasks/queue.fixture.ts'
import { call, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker, type Worker } from '../worker.ts'

const house = useTestHouse()
const workers: Worker[] = []
/** What another sweep has in hand is left for the next run: these alone, and by turns where it matters. */
const sweeps = ['remind-unread', 'escalate-unread', 'notify-patients', 'send-notices']

function aWorker(names = sweeps.slice(0, 2)): Worker {
  const chosen = schedule.filter(({ name }) => names.includes(name))
  const worker = startWorker(house().worker, chosen, createLogger({ level: 'silent' }))
  workers.push(worker)
  return worker
}

/** Three runs of each, which do what one does. */
async function runThrice(worker: Worker): Promise<void> {
  for (const name of [...sweeps, ...sweeps, ...sweeps]) {
    await worker.runOnce(name)
  }
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})

/** The clinic has answered, and the patient has not looked. */
async function anUnreadReply(topic: NonNullable<Parameters<typeof aWaitingPractice>[1]>['topic'] = {}) {
  const world = await aWaitingPractice(house(), { topic })
  await aReply(house(), world.practice.nurse, world.conversationId)
  return world
}

function clocks(practice: TestPractice, conversationId: string) {
  return inPractice(house(), practice.id, (tx) =>
    tx
      .selectFrom('conversations')
      .select(['patient_unread_since', 'reminded_at', 'escalated_unread_at', 'notify_due_at'])
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow(),
  )
}

function openContactTasks(practice: TestPractice) {
  return inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('tasks').selectAll().where('kind', '=', 'contact-patient').orderBy('id').execute(),
  )
}

async function acts(practice: TestPractice) {
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  return rows.map(({ payload }) => JSON.parse(payload.toString('utf8')).act as string)
}

async function reminders(practice: { id: string }, conversationId: string): Promise<number> {
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx
      .selectFrom('notices')
      .select('id')
      .where('practice_id', '=', practice.id)
      .where('conversation_id', '=', conversationId)
      .where('kind', '=', 'reminder')
      .execute(),
  )
  return rows.length
}

test('not read for the topic’s time: one reminder; not read for as long again: one task; the whole story', async () => {
  const { practice, patient, conversationId } = await anUnreadReply()
  const worker = aWorker(sweeps)

  house().clock.advance({ days: 2, hours: 23 })
  await runThrice(worker)
  expect((await clocks(practice, conversationId)).reminded_at).toBeNull()

  house().clock.advance({ hours: 2 })
  await runThrice(worker)
  const reminded = await clocks(practice, conversationId)
  expect(reminded.reminded_at).not.toBeNull()
  // The sweep of notifications has taken it up: one notice on its way, and nothing due any more.
  expect(reminded.notify_due_at).toBeNull()
  expect(await reminders(practice, conversationId)).toBe(1)
  expect(reminded.escalated_unread_at).toBeNull()
  expect((await acts(practice)).filter((act) => act === 'conversation.remind-unread')).toHaveLength(1)

  house().clock.advance({ days: 3 })
  await runThrice(worker)
  const tasks = await openContactTasks(practice)
  expect(tasks).toMatchObject([
    { conversation_id: conversationId, status: 'requested', care_team_id: practice.careTeam.id, owner_id: null },
  ])
  // Opened on Monday at 11:00 in Toronto; seven hours of opening later, closed at noon and overnight, it is Tuesday at 11:00.
  expect(tasks[0]?.due_at.toISOString()).toMatch(/^2026-12-01T16:/)
  expect((await acts(practice)).filter((act) => act === 'conversation.escalate-unread')).toHaveLength(1)

  const seen = await call(house(), patient, api.readConversation, { conversationId })
  const sequence = Math.max(...seen.body.messages.map((message) => message.sequence))
  await call(house(), patient, api.markRead, { conversationId, sequence })
  expect(await openContactTasks(practice)).toMatchObject([{ status: 'completed', outcome: 'patient-read' }])
  expect(await clocks(practice, conversationId)).toEqual({
    patient_unread_since: null,
    reminded_at: null,
    escalated_unread_at: null,
    notify_due_at: null,
  })
  expect((await taskHistory(house(), practice.id, conversationId)).map((line) => line.act)).toEqual([
    'open',
    'complete',
    'open',
    'complete',
  ])
})

const ladders: [string, { topic: object; isImportant: boolean }, [hours: number, done: number[]][]][] = [
  [
    'one reminder',
    { topic: { remindAfterHours: 48, contactAfterHours: 24 }, isImportant: false },
    [
      [47, [0, 0]],
      [2, [1, 0]],
      [22, [1, 0]],
      [2, [1, 1]],
    ],
  ],
  [
    'two reminders',
    { topic: { remindAfterHours: 48, remindAgainAfterHours: 12, contactAfterHours: 24 }, isImportant: false },
    [
      [49, [1, 0]],
      [10, [1, 0]],
      [3, [2, 0]],
      [22, [2, 0]],
      [3, [2, 1]],
      [100, [2, 1]],
    ],
  ],
  [
    'an important message, sooner at each step',
    {
      topic: { remindAfterHours: 48, remindAgainAfterHours: 12, contactAfterHours: 72, importantAfterHours: 24 },
      isImportant: true,
    },
    [
      [23, [0, 0]],
      [2, [1, 0]],
      [13, [2, 0]],
      [22, [2, 0]],
      [3, [2, 1]],
    ],
  ],
  [
    'an important message never later than the topic says',
    { topic: { remindAfterHours: 2, contactAfterHours: 3, importantAfterHours: 24 }, isImportant: true },
    [
      [1, [0, 0]],
      [2, [1, 0]],
      [4, [1, 1]],
    ],
  ],
]

test.each(ladders)('by the topic’s hours: %s', async (_, { topic, isImportant }, steps) => {
  const { practice, conversationId } = await aWaitingPractice(house(), { topic })
  const sent = await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'Please call us for an appointment.',
    attachmentIds: [],
    ...(isImportant && { isImportant }),
  })
  expect(sent.status).toBe(200)
  const worker = aWorker(sweeps)
  // The notice of the message itself is on its way before a reminder can be.
  await runThrice(worker)
  for (const [hours, done] of steps) {
    house().clock.advance({ hours })
    await runThrice(worker)
    expect([await reminders(practice, conversationId), (await openContactTasks(practice)).length]).toEqual(done)
  }
})

test('what is important is so until it is read, and a patient cannot say it', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const write = (person: { id: string; as: Record<string, string> }) =>
    call(house(), person, api.sendMessage, {
      conversationId,
      messageId: uuidv7(),
      text: 'Please look at this.',
      attachmentIds: [],
      isImportant: true,
    })
  expect((await write(patient)).body).toMatchObject({ fields: [{ path: 'isImportant', code: 'not-yours-to-set' }] })
  const isImportant = () =>
    inPractice(house(), practice.id, async (tx) => {
      const row = tx.selectFrom('conversations').select('is_important').where('id', '=', conversationId)
      return (await row.executeTakeFirstOrThrow()).is_important
    })
  expect(await isImportant()).toBe(false)
  expect((await write(practice.nurse)).status).toBe(200)
  await aReply(house(), practice.nurse, conversationId)
  expect(await isImportant()).toBe(true)
  await call(house(), patient, api.markRead, { conversationId, sequence: 99 })
  expect(await isImportant()).toBe(false)
})

/** Reminded, escalated, and telephoned without an answer: the ladder is at its end, and the patient has still not read. */
async function aLadderAtItsEnd(worker: Worker) {
  const world = await anUnreadReply()
  for (const name of ['remind-unread', 'escalate-unread']) {
    house().clock.advance({ days: 3, hours: 1 })
    await worker.runOnce(name)
  }
  const [task] = await openContactTasks(world.practice)
  if (task === undefined) {
    throw new Error('nobody was asked to reach the patient another way')
  }
  const complete = () =>
    call(house(), world.practice.nurse, api.completeTask, {
      taskId: task.id,
      outcome: 'letter-sent',
      version: task.version,
    })
  return { ...world, complete }
}

test('a new message begins the clock anew once the patient was to be reached another way', async () => {
  const worker = aWorker()
  const { practice, conversationId, complete } = await aLadderAtItsEnd(worker)
  expect((await complete()).status).toBe(200)
  await aReply(house(), practice.nurse, conversationId)
  const sentAt = house().clock.now()
  expect(await clocks(practice, conversationId)).toMatchObject({ reminded_at: null, escalated_unread_at: null })

  house().clock.advance({ days: 2, hours: 23 })
  await worker.runOnce('remind-unread')
  expect((await clocks(practice, conversationId)).reminded_at).toBeNull()
  house().clock.advance({ hours: 2 })
  await worker.runOnce('remind-unread')
  const { patient_unread_since: since, reminded_at: remindedAt } = await clocks(practice, conversationId)
  expect(Math.abs(Number(since) - Number(sentAt))).toBeLessThan(60_000)
  expect(remindedAt).not.toBeNull()

  house().clock.advance({ days: 3, hours: 1 })
  await worker.runOnce('escalate-unread')
  expect((await openContactTasks(practice)).map((task) => task.status)).toEqual(['completed', 'requested'])
})

test('nobody answers the telephone: the next try is due a working day on, late anew; after so many, only a letter ends it', async () => {
  const worker = aWorker()
  const { practice, conversationId } = await aLadderAtItsEnd(worker)
  const { nurse } = practice
  const end = async (outcome: 'no-answer' | 'letter-sent', colleague = nurse) => {
    const [task] = await openContactTasks(practice)
    const { version = 0, id: taskId = '' } = task ?? {}
    return call(house(), colleague, api.completeTask, { taskId, version, outcome })
  }
  for (let attempts = 1; attempts <= limits.contactAttempts; attempts++) {
    const before = (await openContactTasks(practice))[0]
    const answer = await end('no-answer')
    expect(answer.body.task).toMatchObject({ status: 'requested', attempts, lastAttempt: 'no-answer', outcome: null })
    expect(Date.parse(answer.body.task.dueAt)).toBeGreaterThan(house().clock.now().getTime())
    // The same click, sent twice, is one try.
    const again = await call(house(), nurse, api.completeTask, {
      taskId: answer.body.task.id,
      version: before?.version ?? 0,
      outcome: 'no-answer',
    })
    expect(again.body).toEqual(answer.body)
    house().clock.advance({ days: 7 })
    await aWorker(['escalate-overdue']).runOnce()
    expect((await openContactTasks(practice))[0]).toMatchObject({ escalated_to_id: nurse.id, escalation_level: 1 })
  }
  expect(await end('no-answer')).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'outcome', code: 'not-for-this-task' }] },
  })
  expect((await end('letter-sent')).body.task).toMatchObject({ status: 'completed', outcome: 'letter-sent' })
  expect((await taskHistory(house(), practice.id, conversationId)).map((line) => line.act)).toEqual([
    'open',
    'complete',
    'open',
    ...Array.from({ length: limits.contactAttempts }, () => ['no-answer', 'escalate']).flat(),
    'complete',
  ])
})

test('a new message while somebody is to reach the patient leaves the clock and the task as they are', async () => {
  const worker = aWorker()
  const { practice, conversationId } = await aLadderAtItsEnd(worker)
  const before = await clocks(practice, conversationId)
  await aReply(house(), practice.nurse, conversationId)
  expect(await clocks(practice, conversationId)).toEqual({ ...before, notify_due_at: expect.any(Date) })
  expect((await openContactTasks(practice)).map((task) => task.status)).toEqual(['requested'])
})

test('two workers at once do it once', async () => {
  const worlds = []
  for (let count = 0; count < 5; count++) {
    worlds.push(await anUnreadReply())
  }
  const [one, other] = [aWorker(), aWorker()]
  house().clock.advance({ days: 3, hours: 1 })
  await Promise.all([one.runOnce('remind-unread'), other.runOnce('remind-unread')])
  house().clock.advance({ days: 3, hours: 1 })
  await Promise.all([one.runOnce('escalate-unread'), other.runOnce('escalate-unread')])
  for (const { practice } of worlds) {
    expect(await openContactTasks(practice)).toHaveLength(1)
    const done = await acts(practice)
    expect(done.filter((act) => act === 'conversation.remind-unread')).toHaveLength(1)
    expect(done.filter((act) => act === 'conversation.escalate-unread')).toHaveLength(1)
  }
})

test('the topic says how long: a day for one, a week for another', async () => {
  const soon = await anUnreadReply({ remindAfterHours: 24 })
  const late = await anUnreadReply({ remindAfterHours: 7 * 24 })
  house().clock.advance({ days: 2 })
  await aWorker().runOnce()
  expect((await clocks(soon.practice, soon.conversationId)).reminded_at).not.toBeNull()
  expect((await clocks(late.practice, late.conversationId)).reminded_at).toBeNull()
})

test('a patient who has read is not reminded, and one who has written is not either', async () => {
  const { practice, patient, conversationId } = await anUnreadReply()
  const seen = await call(house(), patient, api.readConversation, { conversationId })
  await call(house(), patient, api.markRead, { conversationId, sequence: seen.body.messages.length })
  house().clock.advance({ days: 10 })
  await aWorker().runOnce()
  expect((await acts(practice)).filter((act) => act.includes('unread'))).toEqual([])
  expect(await openContactTasks(practice)).toEqual([])
})

test('a practice in which it fails stops no other, and is tried again', async () => {
  const failing = await anUnreadReply()
  const well = await anUnreadReply()
  house().clock.advance({ days: 3, hours: 1 })
  const worker = aWorker()
  await worker.runOnce('remind-unread')
  // Without opening hours there is no working day to count: the task cannot be opened.
  await inPractice(house(), failing.practice.id, (tx) => tx.deleteFrom('opening_blocks').execute())
  house().clock.advance({ days: 3, hours: 1 })
  await worker.runOnce('escalate-unread')
  expect(await openContactTasks(failing.practice)).toEqual([])
  expect(await openContactTasks(well.practice)).toHaveLength(1)

  await inPractice(house(), failing.practice.id, (tx) =>
    tx
      .insertInto('opening_blocks')
      .values({ practice_id: failing.practice.id, id: uuidv7(), weekday: 1, opens: '09:00', closes: '17:00' })
      .execute(),
  )
  await worker.runOnce('escalate-unread')
  expect(await openContactTasks(failing.practice)).toHaveLength(1)
  expect((await openTaskOf(house(), failing.practice.id, failing.conversationId)).kind).toBe('contact-patient')
})
