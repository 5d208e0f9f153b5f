// What is promised here: what is to do in several conversations is given to a colleague or an inbox at once, each judged by
// itself, to who acts for one who is away; and taking it back leaves each with whoever had it, unless somebody acted since.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { anAbsence, anAbsenceForm, inHours, person } from '../absences/absences.fixture.ts'
import { twoConversations } from '../conversations/merge.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aCareTeam, aPractice, call, callLoosely, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aReply, aWaitingMessage, aWaitingPractice, openTaskOf, taskHistory } from './queue.fixture.ts'

const house = useTestHouse()

type Waiting = { conversationId: string; taskId: string; version: number }
const asShown = (...rows: Waiting[]) =>
  rows.map(({ conversationId, taskId, version }) => ({ conversationId, tasks: [{ taskId, version }] }))
const ids = (...rows: Waiting[]) => rows.map(({ conversationId }) => ({ conversationId }))
const again = (answer: { conversationId: string }[]) => answer.map((row) => row.conversationId).toSorted()

async function taskOf(practice: TestPractice, { conversationId }: Waiting) {
  const {
    version: _version,
    expect_at: _expectAt,
    cover_at: _coverAt,
    ...task
  } = await openTaskOf(house(), practice.id, conversationId)
  return task
}

async function homeOf(practice: TestPractice, { conversationId }: Waiting) {
  const row = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('conversations').select('care_team_id').where('id', '=', conversationId).executeTakeFirstOrThrow(),
  )
  return row.care_team_id
}

async function acts(practice: TestPractice, act: string) {
  const { body } = await call(house(), practice.privacyOfficer, api.searchAudit, { act })
  return body.items
}

describe('giving to a colleague', () => {
  test('gives what is as it was shown; says of each other one why it is as it was', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const [second, answered, changed, theirs] = [
      await aWaitingMessage(house(), practice),
      await aWaitingMessage(house(), practice),
      await aWaitingMessage(house(), practice),
      await aWaitingMessage(house(), practice),
    ]
    const elsewhere = await aWaitingPractice(house())
    await aReply(house(), practice.nurse, answered.conversationId)
    await call(house(), practice.clerk, api.acceptTask, { taskId: changed.taskId, version: changed.version })
    await call(house(), practice.clerk, api.assignTask, {
      taskId: theirs.taskId,
      version: theirs.version,
      practitionerId: practice.physician.id,
    })
    const shown = { ...theirs, version: (await openTaskOf(house(), practice.id, theirs.conversationId)).version }
    const { status, body } = await call(house(), practice.nurse, api.assignSeveral, {
      assignmentId: uuidv7(),
      conversations: asShown(first, second, answered, changed, shown, elsewhere),
      practitionerId: practice.physician.id,
    })
    expect(status).toBe(200)
    expect(again(body.done)).toEqual(again(ids(first, second)))
    expect(new Map(body.notDone.map(({ conversationId, code }) => [conversationId, code]))).toEqual(
      new Map([
        [answered.conversationId, 'ended'],
        [changed.conversationId, 'changed-meanwhile'],
        [theirs.conversationId, 'already-so'],
        [elsewhere.conversationId, 'not-found'],
      ]),
    )
    expect(await taskOf(practice, first)).toMatchObject({ owner_id: practice.physician.id, status: 'requested' })
    expect(await taskHistory(house(), practice.id, second.conversationId)).toMatchObject([
      { act: 'open' },
      { act: 'reassign', actor_id: practice.nurse.id, to_id: practice.physician.id },
    ])
    expect([await acts(practice, 'task.assign-several'), await acts(practice, 'task.reassign')]).toMatchObject([
      { length: 1 },
      // The clerk's, these two, and the refusal.
      { length: 4 },
    ])
  })

  test('who is away gets none of it: whoever acts for them does, and it comes back as it was', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const second = await aWaitingMessage(house(), practice)
    const { nurse, physician, clerk } = practice
    const form = anAbsenceForm(house(), person(physician), { from: inHours(house(), -1), cover: person(nurse) })
    await anAbsence(house(), physician, form)
    const before = [await taskOf(practice, first), await taskOf(practice, second)]
    const assignmentId = uuidv7()
    const conversations = asShown(first, second)
    const to = { assignmentId, conversations, practitionerId: physician.id }
    expect((await call(house(), clerk, api.assignSeveral, to)).body.done).toHaveLength(2)
    expect(await taskOf(practice, second)).toMatchObject({ owner_id: nurse.id, covering_for_id: physician.id })

    const undo = await call(house(), clerk, api.undoAssignments, { assignmentId })
    expect(undo.body).toMatchObject({ done: [{}, {}], notDone: [] })
    expect([await taskOf(practice, first), await taskOf(practice, second)]).toEqual(before)
  })

  test('the same act twice is one; taken back, it is not done again', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const act = {
      assignmentId: uuidv7(),
      conversations: asShown(first),
      practitionerId: practice.physician.id,
    }
    const answers = await Promise.all([
      call(house(), practice.nurse, api.assignSeveral, act),
      call(house(), practice.nurse, api.assignSeveral, act),
    ])
    expect(answers.map(({ body }) => body)).toEqual(
      Array.from({ length: 2 }, () => ({ done: ids(first), notDone: [] })),
    )
    expect(await taskHistory(house(), practice.id, first.conversationId)).toHaveLength(2)

    const { assignmentId } = act
    const undone = await call(house(), practice.nurse, api.undoAssignments, { assignmentId })
    const twice = await call(house(), practice.nurse, api.undoAssignments, { assignmentId })
    expect([undone.body, twice.body]).toEqual(Array.from({ length: 2 }, () => ({ done: ids(first), notDone: [] })))
    expect(await taskHistory(house(), practice.id, first.conversationId)).toHaveLength(3)
    expect((await call(house(), practice.nurse, api.assignSeveral, act)).body).toEqual({
      done: [],
      notDone: [{ ...ids(first)[0], code: 'changed-meanwhile' }],
    })
    expect(await taskOf(practice, first)).toMatchObject({ owner_id: null })
  })
})

describe('giving to an inbox', () => {
  test('takes the conversations along, and taking it back brings them again, by one who sees them no more', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const second = await aWaitingMessage(house(), practice)
    const { nurse, physician, clerk } = practice
    const doctors = await aCareTeam(house(), practice, { owner: physician, backup: clerk })
    await call(house(), nurse, api.acceptTask, { taskId: first.taskId, version: first.version })
    const claimed = { ...first, version: first.version + 1 }
    await call(house(), nurse, api.deferTask, {
      taskId: first.taskId,
      version: claimed.version,
      until: inHours(house(), 1),
      reason: 'results',
      noteId: uuidv7(),
    })
    const shown = { ...claimed, version: claimed.version + 1 }
    const before = [await taskOf(practice, first), await taskOf(practice, second)]
    const assignmentId = uuidv7()
    const given = await call(house(), nurse, api.assignSeveral, {
      assignmentId,
      conversations: asShown(shown, second),
      careTeamId: doctors.id,
    })
    expect(given.body).toMatchObject({ done: [{}, {}], notDone: [] })
    expect([await homeOf(practice, first), await homeOf(practice, second)]).toEqual([doctors.id, doctors.id])
    expect(await taskOf(practice, first)).toMatchObject({ owner_id: null, status: 'requested', deferred_until: null })
    expect((await call(house(), nurse, api.readConversation, { conversationId: first.conversationId })).status).toBe(
      404,
    )

    const undo = await call(house(), nurse, api.undoAssignments, { assignmentId })
    expect(undo.body).toMatchObject({ done: [{}, {}], notDone: [] })
    expect([await taskOf(practice, first), await taskOf(practice, second)]).toEqual(before)
    expect(before[0]).toMatchObject({ status: 'accepted', owner_id: nurse.id, deferral_reason: 'results' })
    expect([await homeOf(practice, first), await homeOf(practice, second)]).toEqual([
      practice.careTeam.id,
      practice.careTeam.id,
    ])
    expect((await call(house(), nurse, api.readConversation, { conversationId: first.conversationId })).status).toBe(
      200,
    )
  })

  test('what somebody took up since stays with them, and is named; the others come back', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const second = await aWaitingMessage(house(), practice)
    const { nurse, physician, clerk } = practice
    const doctors = await aCareTeam(house(), practice, { owner: physician, backup: clerk })
    const assignmentId = uuidv7()
    const act = { assignmentId, conversations: asShown(first, second), careTeamId: doctors.id }
    await call(house(), nurse, api.assignSeveral, act)
    const { id: taskId, version } = await openTaskOf(house(), practice.id, first.conversationId)
    await call(house(), physician, api.acceptTask, { taskId, version })
    const { body } = await call(house(), nurse, api.undoAssignments, { assignmentId })
    expect(body).toEqual({ done: ids(second), notDone: [{ ...ids(first)[0], code: 'changed-meanwhile' }] })
    expect([await homeOf(practice, first), await homeOf(practice, second)]).toEqual([doctors.id, practice.careTeam.id])
    expect(await taskOf(practice, first)).toMatchObject({ status: 'accepted', owner_id: physician.id })
  })

  test('two who give the same to different inboxes, in opposite orders, both get an answer; each is given once', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const second = await aWaitingMessage(house(), practice)
    const { nurse, physician, clerk } = practice
    const doctors = await aCareTeam(house(), practice, { owner: physician, backup: clerk })
    const act = (...rows: Waiting[]) => ({ assignmentId: uuidv7(), conversations: asShown(...rows) })
    const answers = await Promise.all([
      call(house(), nurse, api.assignSeveral, { ...act(first, second), careTeamId: doctors.id }),
      call(house(), clerk, api.assignSeveral, { ...act(second, first), practitionerId: physician.id }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(again(answers.flatMap(({ body }) => body.done))).toEqual(again(ids(first, second)))
  })
})

describe('taking back', () => {
  test('is for who gave it, and for so long', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const assignmentId = uuidv7()
    await call(house(), practice.nurse, api.assignSeveral, {
      assignmentId,
      conversations: asShown(first),
      practitionerId: practice.physician.id,
    })
    expect((await call(house(), practice.clerk, api.undoAssignments, { assignmentId })).status).toBe(404)
    house().clock.advance({ minutes: limits.undoAssignmentMinutes })
    expect((await call(house(), practice.nurse, api.undoAssignments, { assignmentId })).status).toBe(404)
  })

  test('leaves in the inbox what a colleague had who works here no more', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const { nurse, physician, clerk, administrator } = practice
    await call(house(), nurse, api.acceptTask, { taskId: first.taskId, version: first.version })
    const assignmentId = uuidv7()
    await call(house(), clerk, api.assignSeveral, {
      assignmentId,
      conversations: asShown({ ...first, version: first.version + 1 }),
      practitionerId: physician.id,
    })
    const { items } = (await call(house(), administrator, api.listPractitioners, {})).body
    await call(house(), administrator, api.changePractitioner, {
      practitionerId: nurse.id,
      event: 'suspend',
      version: items.find(({ id }) => id === nurse.id)?.version ?? 0,
    })
    expect((await call(house(), clerk, api.undoAssignments, { assignmentId })).body.done).toEqual(ids(first))
    expect(await taskOf(practice, first)).toMatchObject({ status: 'requested', owner_id: null })
  })
})

test('what is to do in a conversation that was put into another is given, and given back, as what is to do there', async () => {
  const two = await twoConversations(house())
  const { practice, headId, otherId } = two
  const { body } = await call(house(), practice.nurse, api.makeFollowUp, {
    conversationId: otherId,
    noteId: uuidv7(),
    text: 'Ask the pharmacy.',
    dueAt: inHours(house(), 48),
  })
  await two.merge()
  const part = { conversationId: otherId, taskId: body.taskId, version: await versionOf(practice, body.taskId) }
  const { id: headTask, version } = await two.openTask(headId)
  const head = { conversationId: headId, taskId: headTask, version }
  const assignmentId = uuidv7()
  const to = { assignmentId, practitionerId: practice.physician.id }
  const stale = { ...part, version: part.version + 1 }
  const refused = await call(house(), practice.nurse, api.assignSeveral, { ...to, conversations: asShown(stale) })
  expect(refused.body).toEqual({ done: [], notDone: [{ conversationId: otherId, code: 'changed-meanwhile' }] })
  const given = await call(house(), practice.nurse, api.assignSeveral, { ...to, conversations: asShown(part, head) })
  expect(given.body).toEqual({ done: ids(part, head), notDone: [] })
  for (const id of [headTask, body.taskId]) {
    expect(await ownerOf(practice, id)).toBe(practice.physician.id)
  }
  const undone = await call(house(), practice.nurse, api.undoAssignments, { assignmentId })
  expect(undone.body.notDone).toEqual([])
  for (const id of [headTask, body.taskId]) {
    expect(await ownerOf(practice, id)).toBeNull()
  }
})

async function ownerOf(practice: TestPractice, taskId: string) {
  return (await taskRow(practice, taskId)).owner_id
}

async function versionOf(practice: TestPractice, taskId: string) {
  return (await taskRow(practice, taskId)).version
}

function taskRow(practice: TestPractice, taskId: string) {
  return inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirstOrThrow(),
  )
}

describe('bad input is refused by the name of its field:', () => {
  const id = uuidv7()
  const one = { conversationId: id, tasks: [{ taskId: id, version: 1 }] }
  test.each<[string, Record<string, unknown>, number, object]>([
    ['to nobody', { conversations: [one] }, 422, { fields: [{ path: 'practitionerId', code: 'missing' }] }],
    [
      'to both',
      { conversations: [one], practitionerId: id, careTeamId: id },
      422,
      { fields: [{ path: 'practitionerId', code: 'malformed' }] },
    ],
    ['to somebody unknown', { conversations: [one], practitionerId: id }, 404, {}],
    [
      'more than at once',
      { conversations: Array.from({ length: limits.bulkRows + 1 }, () => one), careTeamId: id },
      422,
      { fields: [{ path: 'conversations', code: 'too-long' }] },
    ],
  ])('%s', async (_what, input, status, body) => {
    const practice = await aPractice(house())
    const answer = await callLoosely(house(), practice.nurse, api.assignSeveral, { assignmentId: uuidv7(), ...input })
    expect([answer.status, answer.body]).toMatchObject([status, body])
  })

  test('to who takes no tasks', async () => {
    const { practice, ...first } = await aWaitingPractice(house())
    const { status, body } = await callLoosely(house(), practice.nurse, api.assignSeveral, {
      assignmentId: uuidv7(),
      conversations: asShown(first),
      practitionerId: practice.administrator.id,
    })
    expect([status, body]).toMatchObject([422, { fields: [{ path: 'practitionerId', code: 'cannot-take-tasks' }] }])
  })
})
