// What is promised here: a row of the queue can be decided on without opening it, the queue is in order and whole
// whatever the page size, and nobody sees more of it than they may.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aLabel } from '../rules/rules.fixture.ts'
import { aCareTeam, aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aReply, aWaitingMessage, aWaitingPractice, openTaskOf } from './queue.fixture.ts'

const house = useTestHouse()

type Colleague = Parameters<typeof call>[1]
const queue = async (colleague: Colleague, input: Parameters<typeof call<typeof api.listQueue>>[3] = {}) =>
  (await call(house(), colleague, api.listQueue, input)).body

test('a row says who, about what, since when, how urgent, whose, and what else stands there', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, {
    givenName: 'Odile',
    familyName: 'Brume',
    birthDate: '1951-02-03',
    language: 'fr',
  })
  const { conversationId, dueAt, taskId } = await aWaitingMessage(house(), practice, {
    patient,
    subject: 'Ordonnance',
    text: 'Bonjour,\nIl me reste deux comprimés.\nPuis-je en avoir d’autres ?',
  })
  await call(house(), practice.physician, api.writeNote, { conversationId, noteId: uuidv7(), text: 'Renewed in May.' })
  await call(house(), practice.physician, api.showPresence, { conversationId, isWriting: false })

  const { items, nextCursor } = await queue(practice.nurse, { careTeamId: practice.careTeam.id })
  expect(nextCursor).toBeNull()
  expect(items).toEqual([
    {
      task: expect.objectContaining({
        id: taskId,
        kind: 'respond',
        status: 'requested',
        priority: 'routine',
        owner: null,
        dueAt: dueAt.toISOString(),
        careTeam: { id: practice.careTeam.id, kind: 'care-team', name: 'Front desk', role: null },
      }),
      conversation: expect.objectContaining({
        id: conversationId,
        topic: { en: 'A question for the clinic', fr: 'Une question pour la clinique' },
        subject: 'Ordonnance',
        lastLine: 'Il me reste deux comprimés. Puis-je en avoir d’autres ?',
        lastAuthor: { id: patient.id, kind: 'patient', name: 'Odile Brume', role: null },
        stage: 'received',
        dueAt: dueAt.toISOString(),
        isUnread: true,
        hasAttachment: false,
      }),
      patient: { id: patient.id, name: 'Odile Brume', birthDate: '1951-02-03', language: 'fr' },
      isMine: false,
      consult: null,
      labelIds: [],
      followUp: '',
      isAwaitingPatient: false,
      notesCount: 1,
      answerAt: null,
      presentCount: 1,
    },
  ])
  expect((await queue(practice.physician, { careTeamId: practice.careTeam.id })).items[0]?.presentCount).toBe(0)
})

test('urgent comes first, then what is due first, and pages of any size put together are the whole', async () => {
  const { practice, careTeamId, expected } = await aMixedQueue()
  for (const limit of [1, 2, 3, 50]) {
    const seen: (string | undefined)[] = []
    let cursor: string | undefined
    do {
      const page = await queue(practice.nurse, { careTeamId, limit, ...(cursor !== undefined && { cursor }) })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      seen.push(...page.items.map((item) => item.task?.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(expected)
  }
  const urgent = await queue(practice.nurse, { careTeamId, priority: 'urgent' })
  expect(urgent.items.map((item) => item.task?.id)).toEqual(expected.slice(0, 3))
  const routine = await queue(practice.nurse, { careTeamId, priority: 'routine', limit: 2 })
  expect(routine.items.map((item) => item.task?.id)).toEqual(expected.slice(3, 5))
})

/** Seven tasks: three urgent, two of them due at the same moment. */
async function aMixedQueue() {
  const { practice, patient, ...first } = await aWaitingPractice(house())
  const written = [first]
  for (let count = 0; count < 6; count++) {
    written.push(await aWaitingMessage(house(), practice, { patient }))
  }
  const due = new Date('2026-12-01T15:00:00.000Z')
  const at = (minutes: number) => new Date(due.getTime() + minutes * 60_000)
  const order = [
    { priority: 'urgent', due_at: at(5) },
    { priority: 'routine', due_at: at(1) },
    { priority: 'urgent', due_at: at(9) },
    { priority: 'routine', due_at: at(7) },
    { priority: 'routine', due_at: at(0) },
    { priority: 'routine', due_at: at(7) },
    { priority: 'urgent', due_at: at(5) },
  ]
  await inPractice(house(), practice.id, async (tx) => {
    for (const [index, set] of order.entries()) {
      await tx
        .updateTable('tasks')
        .set(set)
        .where('id', '=', written[index]?.taskId ?? '')
        .execute()
    }
  })
  const byHand = [0, 6, 2, 4, 1, 3, 5].map((index) => written[index]?.taskId)
  return { practice, careTeamId: practice.careTeam.id, expected: byHand }
}

test('my work is what I own and what was passed on to me as late, and nothing of my inboxes beside', async () => {
  const { practice, patient, taskId, version } = await aWaitingPractice(house())
  const passedOn = await aWaitingMessage(house(), practice, { patient })
  await aWaitingMessage(house(), practice, { patient })
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('tasks').set({ escalated_to_id: practice.nurse.id }).where('id', '=', passedOn.taskId).execute(),
  )
  const mine = await queue(practice.nurse)
  expect(mine.items.map((item) => [item.task?.id, item.isMine])).toEqual([
    [taskId, true],
    [passedOn.taskId, true],
  ])
  expect((await queue(practice.clerk)).items).toEqual([])
  expect((await queue(practice.nurse, { careTeamId: practice.careTeam.id })).items.map((item) => item.isMine)).toEqual([
    true,
    true,
    false,
  ])
})

test('closed conversations are listed newest first, with their last task, by inbox and by who closed them', async () => {
  const { practice, patient, ...first } = await aWaitingPractice(house())
  const second = await aWaitingMessage(house(), practice, { patient })
  const open = await aWaitingMessage(house(), practice, { patient })
  await aReply(house(), practice.nurse, first.conversationId)
  for (const [colleague, { conversationId }] of [
    [practice.nurse, first],
    [practice.physician, second],
  ] as const) {
    const { version } = (await call(house(), colleague, api.readConversation, { conversationId })).body
    await call(house(), colleague, api.closeConversation, { conversationId, outcome: 'answered', version })
  }
  const careTeamId = practice.careTeam.id
  const closed = await queue(practice.clerk, { careTeamId, status: 'closed' })
  expect(closed.items.map((item) => [item.conversation.id, item.task?.outcome, item.conversation.stage])).toEqual([
    [second.conversationId, 'conversation-closed', 'closed'],
    [first.conversationId, 'replied', 'closed'],
  ])
  expect((await queue(practice.nurse, { status: 'closed' })).items.map((item) => item.conversation.id)).toEqual([
    first.conversationId,
  ])
  const page = await queue(practice.clerk, { careTeamId, status: 'closed', limit: 1 })
  expect(page.items.map((item) => item.conversation.id)).toEqual([second.conversationId])
  const rest = await queue(practice.clerk, { careTeamId, status: 'closed', limit: 1, cursor: page.nextCursor ?? '' })
  expect(rest).toMatchObject({ items: [{ conversation: { id: first.conversationId } }], nextCursor: null })
  expect((await queue(practice.clerk, { careTeamId })).items.map((item) => item.conversation.id)).toEqual([
    open.conversationId,
  ])
})

test('what was answered waits to be closed: listed by inbox and by who answered, until there is something to do again', async () => {
  const { practice, patient, ...first } = await aWaitingPractice(house())
  const second = await aWaitingMessage(house(), practice, { patient })
  const waiting = await aWaitingMessage(house(), practice, { patient })
  await aReply(house(), practice.nurse, first.conversationId)
  await aReply(house(), practice.physician, second.conversationId)
  const careTeamId = practice.careTeam.id
  const ids = async (colleague: Colleague, input: Parameters<typeof queue>[1]) =>
    (await queue(colleague, { ...input, status: 'answered' })).items.map((item) => item.conversation.id)
  expect(await ids(practice.clerk, { careTeamId })).toEqual([second.conversationId, first.conversationId])
  expect(await ids(practice.nurse, {})).toEqual([first.conversationId])
  expect((await queue(practice.nurse, { status: 'answered' })).items[0]).toMatchObject({
    task: { status: 'completed', outcome: 'replied' },
    conversation: { stage: 'answered', status: 'open', dueAt: null },
  })
  const page = await queue(practice.clerk, { careTeamId, status: 'answered', limit: 1 })
  const cursor = page.nextCursor ?? ''
  expect((await queue(practice.clerk, { careTeamId, status: 'answered', limit: 1, cursor })).items).toMatchObject([
    { conversation: { id: first.conversationId } },
  ])
  expect((await queue(practice.clerk, { careTeamId })).items.map((item) => item.conversation.id)).toEqual([
    waiting.conversationId,
  ])

  await aReply(house(), patient, second.conversationId)
  expect(await ids(practice.clerk, { careTeamId })).toEqual([first.conversationId])
})

test('a clerk who sees topic and subject alone sees no line of the message', async () => {
  const practice = await aPractice(house(), { clerkView: 'subject' })
  await aWaitingMessage(house(), practice, { subject: 'A refill, please' })
  const careTeamId = practice.careTeam.id
  const row = (await queue(practice.clerk, { careTeamId })).items[0]
  expect(row?.conversation).toMatchObject({ subject: 'A refill, please', lastLine: '' })
  expect((await queue(practice.nurse, { careTeamId })).items[0]?.conversation.lastLine).toBe('I have two tablets left.')
})

test('the line of a message that was withdrawn is not shown', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const messageId = (await call(house(), patient, api.readConversation, { conversationId })).body.messages[0]?.id ?? ''
  await call(house(), patient, api.retractMessage, { conversationId, messageId, reason: 'Wrong clinic' })
  const row = (await queue(practice.nurse, { careTeamId: practice.careTeam.id })).items[0]
  expect(row?.conversation.lastLine).toBe('')
})

test('an inbox is shown to those who work in it', async () => {
  const { practice } = await aWaitingPractice(house())
  const other = await aPractice(house())
  const elsewhere = await aCareTeam(house(), practice, {
    owner: practice.physician,
    backup: practice.nurse,
    members: [],
  })
  const status = async (colleague: Colleague, careTeamId: string) =>
    (await call(house(), colleague, api.listQueue, { careTeamId })).status
  expect(await status(practice.nurse, practice.careTeam.id)).toBe(200)
  expect(await status(practice.nurse, elsewhere.id)).toBe(403)
  expect(await status(practice.nurse, other.careTeam.id)).toBe(404)
  expect(await status(practice.nurse, uuidv7())).toBe(404)
  expect(await status(practice.administrator, practice.careTeam.id)).toBe(403)
})

test('the audit names every patient who was shown', async () => {
  const { practice, patient } = await aWaitingPractice(house())
  const another = await aWaitingMessage(house(), practice)
  await queue(practice.nurse, { careTeamId: practice.careTeam.id })
  const entries = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').execute(),
  )
  const shown = entries
    .map(({ payload }) => JSON.parse(payload.toString('utf8')))
    .filter((entry) => entry.act === 'queue.list')
  expect(shown).toMatchObject([
    { actor: { member: practice.nurse.id }, object: { id: practice.careTeam.id }, info: ['list', 'message'] },
  ])
  expect([...shown[0].patient].sort()).toEqual([patient.id, another.patient.id].sort())
})

test.each([
  'x',
  'null',
  Buffer.from('["urgent"]').toString('base64url'),
  Buffer.from('["urgent","yesterday","1"]').toString('base64url'),
  Buffer.from(JSON.stringify(['urgent', '2026-11-24T15:00:00.000Z', "1' or true"])).toString('base64url'),
])('a cursor that is none (%s) is refused by its field', async (cursor) => {
  const { practice } = await aWaitingPractice(house())
  for (const status of ['open', 'answered', 'closed']) {
    const answer = await callLoosely(house(), practice.nurse, api.listQueue, { cursor, status })
    expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path: 'cursor', code: 'malformed' }] }])
  }
})

test('a priority is asked of open tasks alone', async () => {
  const { practice } = await aWaitingPractice(house())
  const answer = await callLoosely(house(), practice.nurse, api.listQueue, { status: 'answered', priority: 'urgent' })
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path: 'priority', code: 'only-for-open' }] }])
})

test('the inboxes count what is open, unclaimed, late and not filed', async () => {
  const { practice, patient, taskId, version, conversationId } = await aWaitingPractice(house())
  const late = await aWaitingMessage(house(), practice, { patient })
  const empty = await aCareTeam(house(), practice, {
    owner: practice.nurse,
    backup: practice.physician,
    nameEn: 'Nurses',
    nameFr: 'Soins infirmiers',
  })
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('tasks')
      .set({ due_at: new Date(house().clock.now().getTime() - 1000) })
      .where('id', '=', late.taskId)
      .execute(),
  )
  const oldestAt = (await openTaskOf(house(), practice.id, conversationId)).created_at.toISOString()
  const inbox = { careTeam: { id: practice.careTeam.id, name: 'Front desk' }, open: 2, unclaimed: 1, late: 1, oldestAt }
  const nurse = await call(house(), practice.nurse, api.listInboxes, {})
  expect(nurse.body).toMatchObject({
    mine: { open: 1, late: 0, oldestAt },
    inboxes: [inbox, { careTeam: { id: empty.id }, open: 0, unclaimed: 0, late: 0, oldestAt: null }],
    unfiled: 0,
  })
  const clerk = await call(house(), practice.clerk, api.listInboxes, {})
  expect(clerk.body).toMatchObject({ mine: { open: 0, late: 0, oldestAt: null }, inboxes: [inbox] })

  const read = await call(house(), practice.nurse, api.readConversation, { conversationId })
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'answered',
    version: read.body.version,
  })
  expect((await call(house(), practice.nurse, api.listInboxes, {})).body).toMatchObject({
    mine: { open: 0 },
    inboxes: [{ open: 1, unclaimed: 1 }, {}],
    unfiled: 1,
  })
})

test('a label leaves what has it, page after page, in every part of the queue, and follows what is put on and taken off', async () => {
  const practice = await aPractice(house())
  const [label, other] = [await aLabel(house(), practice), await aLabel(house(), practice, 'Travel', 'Voyage')]
  const on = { careTeamId: practice.careTeam.id, labelId: label.id }
  const messages = []
  for (let number = 0; number < 5; number++) {
    messages.push(await aWaitingMessage(house(), practice))
  }
  const [first, second, third, fourth, fifth] = messages.map(({ conversationId }) => conversationId)
  for (const conversationId of [first, second, third, fourth]) {
    await call(house(), practice.nurse, api.putLabel, { conversationId: conversationId ?? '', labelId: label.id })
  }
  await call(house(), practice.nurse, api.putLabel, { conversationId: fifth ?? '', labelId: other.id })
  await call(house(), practice.nurse, api.takeLabel, { conversationId: fourth ?? '', labelId: label.id })

  const ids = async (input: Parameters<typeof queue>[1]) =>
    (await queue(practice.nurse, { ...on, ...input })).items.map(({ conversation }) => conversation.id)
  expect(await ids({})).toEqual([first, second, third])
  const page = await queue(practice.nurse, { ...on, limit: 2 })
  expect(page.items.map(({ conversation }) => conversation.id)).toEqual([first, second])
  expect(await ids({ limit: 2, cursor: page.nextCursor ?? '' })).toEqual([third])

  await aReply(house(), practice.nurse, second ?? '')
  const { body } = await call(house(), practice.nurse, api.readConversation, { conversationId: third ?? '' })
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId: third ?? '',
    outcome: 'answered',
    version: body.version,
  })
  expect(await ids({})).toEqual([first])
  expect(await ids({ status: 'answered' })).toEqual([second])
  expect(await ids({ status: 'closed' })).toEqual([third])
  const mine = await queue(practice.nurse, { labelId: label.id, status: 'closed' })
  expect(mine.items.map(({ conversation }) => conversation.id)).toEqual([third])
})

test('a label of another practice finds nothing, and one that is none is refused by name', async () => {
  const { practice } = await aWaitingPractice(house())
  const elsewhere = await aWaitingPractice(house())
  const label = await aLabel(house(), elsewhere.practice)
  await call(house(), elsewhere.practice.nurse, api.putLabel, {
    conversationId: elsewhere.conversationId,
    labelId: label.id,
  })
  expect((await queue(practice.nurse, { careTeamId: practice.careTeam.id, labelId: label.id })).items).toEqual([])
  const { status, body } = await callLoosely(house(), practice.nurse, api.listQueue, { labelId: 'urgent' })
  expect([status, body]).toMatchObject([422, { fields: [{ path: 'labelId', code: 'malformed' }] }])
})
