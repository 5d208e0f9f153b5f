// What is promised here: a question to an inbox is the work of every clinician of it until the first of them has decided; its
// conversation stays where it is, who covers the inbox has the question, and nothing is asked where nobody could decide.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, inbox, inHours, runCover } from '../absences/absences.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage, openTaskOf, taskHistory } from '../tasks/queue.fixture.ts'
import { aBarrier } from '../testing/barrier.ts'
import { aPractice, aPractitioner, call, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aQuestion, decide, proposal, question, write } from './consults.fixture.ts'

const house = useTestHouse()

async function anInbox(practice: TestPractice, owner: Person, backup: Person, memberIds: string[]): Promise<string> {
  const careTeamId = uuidv7()
  const form = {
    careTeamId,
    name: { en: 'Doctors', fr: 'Médecins' },
    ownerId: owner.id,
    backupId: backup.id,
    version: 0,
  }
  const saved = await call(house(), practice.administrator, api.saveCareTeam, { ...form, memberIds })
  expect(saved.status).toBe(200)
  return careTeamId
}

/** Two physicians and a clerk of another inbox, and the nurse who asks them. */
async function anAskedInbox(more: Record<string, unknown> = {}) {
  const practice = await aPractice(house())
  const one = await aPractitioner(house(), practice, { role: 'physician', name: 'Dr. First' })
  const other = await aPractitioner(house(), practice, { role: 'physician', name: 'Dr. Second' })
  const clerk = await aPractitioner(house(), practice, { role: 'clerk', name: 'Clerk There' })
  const doctors = await anInbox(practice, one, other, [one.id, other.id, clerk.id])
  const waiting = await aWaitingMessage(house(), practice)
  const asked = aQuestion(practice, waiting.conversationId, { practitionerId: undefined, careTeamId: doctors, ...more })
  const answer = await call(house(), practice.nurse, api.askClinician, asked)
  expect(answer).toMatchObject({ status: 200, body: { consult: { asked: { id: doctors, kind: 'care-team' } } } })
  return { practice, one, other, clerk, doctors, asked, ...waiting }
}

const read = async (who: { id: string; as: Record<string, string> }, conversationId: string) =>
  (await call(house(), who, api.readConversation, { conversationId })).body

test('it waits in that inbox for every clinician of it, and the conversation stays where it is', async () => {
  const { practice, one, other, clerk, doctors, conversationId, taskId, asked } = await anAskedInbox()
  for (const who of [one, other]) {
    const { items } = (await call(house(), who, api.listQueue, { careTeamId: doctors })).body
    expect(items).toMatchObject([{ task: { id: taskId, owner: null }, consult: { question, proposal } }])
    expect((await read(who, conversationId)).work?.consults).toMatchObject([{ can: { decide: true } }])
  }
  expect((await read(clerk, conversationId)).work?.consults).toMatchObject([{ can: { decide: false } }])
  expect((await decide(house(), clerk, asked, { decision: 'approve' })).status).toBe(403)
  // The inbox that asked still has its conversation.
  expect((await read(practice.clerk, conversationId)).careTeam.id).toBe(practice.careTeam.id)
  // No look at who covers for whom takes it away again.
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    care_team_id: doctors,
    owner_id: null,
  })
})

test('of two who decide at once the first has decided; the other is told who, and nothing is sent twice', async () => {
  const { practice, one, other, conversationId, asked } = await anAskedInbox()
  const text = 'Please stop the tablets.'
  const barrier = await aBarrier(house(), 'consults')
  const both = [
    decide(house(), one, asked, { decision: 'approve' }),
    decide(house(), other, asked, { decision: 'edit', text }),
  ]
  await barrier.untilWaiting(2)
  await barrier.lift()
  const answers = await Promise.all(both)
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const first = answers[0]?.status === 200 ? one : other
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'already-decided',
    facts: { by: { id: first.id, name: first.name } },
  })
  const { messages } = await read(practice.nurse, conversationId)
  expect(messages.filter(({ author }) => author.kind === 'practitioner')).toHaveLength(1)
  // By the way that can be taken back, too; and to know more than who decided is no longer theirs.
  const late = first === one ? other : one
  const ids = { conversationId, messageId: uuidv7(), draftId: uuidv7(), consultId: asked.consultId }
  const putOff = { ...ids, seenSequence: 2, text, attachmentIds: [] }
  expect(await call(house(), late, api.scheduleSend, putOff)).toMatchObject({
    status: 409,
    body: { code: 'already-decided', facts: { by: { id: first.id } } },
  })
  expect((await call(house(), late, api.readConversation, { conversationId })).status).toBe(404)
  // Who was never of that inbox hears nothing.
  const stranger = await aPractitioner(house(), practice, { role: 'physician' })
  expect((await decide(house(), stranger, asked, { decision: 'approve' })).status).toBe(404)
})

test('claimed by one of it, another who may decide still does; a colleague of another inbox may not', async () => {
  const { practice, one, clerk, taskId, conversationId, asked } = await anAskedInbox()
  const { version } = await openTaskOf(house(), practice.id, conversationId)
  expect((await call(house(), clerk, api.acceptTask, { taskId, version })).status).toBe(200)
  expect((await decide(house(), practice.physician, asked, { decision: 'approve' })).status).toBe(403)
  const answer = await decide(house(), one, asked, { decision: 'approve' })
  expect(answer.body.message).toMatchObject({ author: { id: practice.nurse.id }, approvedBy: { id: one.id } })
})

test('returned, it is the asker’s again in the conversation’s own inbox, and that one’s when they let it go', async () => {
  const { practice, one, doctors, taskId, conversationId, asked, dueAt } = await anAskedInbox({
    neededBy: inHours(house(), 1),
  })
  expect((await openTaskOf(house(), practice.id, conversationId)).due_at.getTime()).toBeLessThan(dueAt.getTime())
  expect((await decide(house(), one, asked, { decision: 'return', text: 'Ask her first.' })).status).toBe(200)
  const task = await openTaskOf(house(), practice.id, conversationId)
  expect(task).toMatchObject({ owner_id: practice.nurse.id, care_team_id: practice.careTeam.id, due_at: dueAt })
  expect((await call(house(), practice.nurse, api.releaseTask, { taskId })).status).toBe(200)
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: null,
    care_team_id: practice.careTeam.id,
  })
  const history = await taskHistory(house(), practice.id, conversationId)
  expect(history.map(({ act, to_id }) => [act, to_id])).toEqual([
    ['open', practice.careTeam.id],
    ['reassign', doctors],
    ['reassign', practice.nurse.id],
    ['release', practice.careTeam.id],
  ])
  expect((await call(house(), one, api.readConversation, { conversationId })).status).toBe(404)
})

test('given to the conversation’s own inbox by hand, it stays there and the conversation does not move', async () => {
  const { practice, one, taskId, conversationId } = await anAskedInbox()
  const { version } = await openTaskOf(house(), practice.id, conversationId)
  const to = { taskId, version, careTeamId: practice.careTeam.id }
  expect((await call(house(), one, api.assignTask, to)).status).toBe(200)
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    care_team_id: practice.careTeam.id,
    owner_id: null,
  })
})

test('whoever answers for an inbox that is away has the question, and decides it', async () => {
  const { practice, one, doctors, conversationId, asked } = await anAskedInbox()
  const cover = await aPractitioner(house(), practice, { role: 'physician', name: 'Dr. Away Cover' })
  const away = anAbsenceForm(house(), inbox({ id: doctors }), {
    cover: { kind: 'practitioner', id: cover.id },
    from: inHours(house(), -3),
  })
  await anAbsence(house(), practice.administrator, away)
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: cover.id,
    covering_for_care_team_id: doctors,
  })
  expect(one.id).not.toBe(cover.id)
  const answer = await decide(house(), cover, asked, { decision: 'approve' })
  expect(answer.body.message).toMatchObject({ approvedBy: { id: cover.id } })
})

test('when it is late, the one who answers for that inbox is told', async () => {
  const { practice, one, conversationId } = await anAskedInbox({ neededBy: inHours(house(), 1) })
  house().clock.advance({ hours: 1, minutes: 5 })
  await runCover(house(), ['escalate-overdue'])
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 1,
    escalated_to_id: one.id,
  })
})

test('an inbox in which nobody else could decide is refused, by role and by question', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const desk = await anInbox(practice, practice.clerk, practice.nurse, [practice.clerk.id, practice.nurse.id])
  const ask = (who: Person, more: Record<string, unknown>) =>
    call(house(), who, api.askClinician, aQuestion(practice, conversationId, { practitionerId: undefined, ...more }))
  const refused = { status: 422, body: { fields: [{ path: 'careTeamId', code: 'no-clinician' }] } }
  // The nurse is the only clinician there, and would ask herself.
  expect(await ask(practice.nurse, { careTeamId: desk })).toMatchObject(refused)
  expect(await ask(practice.clerk, { careTeamId: desk, kind: 'prescription' })).toMatchObject(refused)
  expect((await ask(practice.clerk, { careTeamId: uuidv7() })).status).toBe(404)
  expect(await ask(practice.clerk, {})).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'practitionerId', code: 'missing' }] },
  })
  const both = { careTeamId: desk, practitionerId: practice.physician.id }
  expect(await ask(practice.clerk, both)).toMatchObject({ status: 422, body: { fields: [{ code: 'one-of-two' }] } })
  expect((await ask(practice.clerk, { careTeamId: desk, kind: 'advice' })).status).toBe(200)
})

test('where nobody had to answer, the inbox that is asked has to', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const one = await aPractitioner(house(), practice, { role: 'physician' })
  const doctors = await anInbox(practice, one, practice.physician, [one.id])
  expect((await write(house(), practice.nurse, conversationId)).status).toBe(200)
  const asked = aQuestion(practice, conversationId, { practitionerId: undefined, careTeamId: doctors, seenSequence: 3 })
  expect((await call(house(), practice.nurse, api.askClinician, asked)).status).toBe(200)
  await runCover(house())
  const { items } = (await call(house(), one, api.listQueue, { careTeamId: doctors })).body
  expect(items).toMatchObject([{ conversation: { id: conversationId }, consult: { id: asked.consultId } }])
})

test('given away with others, to a person or to another inbox, it comes back to the inbox that was asked', async () => {
  const { practice, one, doctors, taskId, conversationId } = await anAskedInbox()
  const desk = await anInbox(practice, practice.clerk, practice.nurse, [practice.clerk.id, practice.nurse.id])
  for (const to of [{ practitionerId: practice.physician.id }, { careTeamId: desk }]) {
    const { version } = await openTaskOf(house(), practice.id, conversationId)
    const assignmentId = uuidv7()
    const conversations = [{ conversationId, tasks: [{ taskId, version }] }]
    const given = await call(house(), one, api.assignSeveral, { assignmentId, conversations, ...to })
    expect(given.body).toMatchObject({ done: [{ conversationId }], notDone: [] })
    await runCover(house())
    expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject(
      to.careTeamId === undefined ? { owner_id: to.practitionerId } : { owner_id: null, care_team_id: desk },
    )
    const undone = await call(house(), one, api.undoAssignments, { assignmentId })
    expect(undone.body).toMatchObject({ done: [{ conversationId }], notDone: [] })
    await runCover(house())
    expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
      owner_id: null,
      care_team_id: doctors,
      for_care_team_id: doctors,
    })
    expect((await read(practice.nurse, conversationId)).careTeam.id).toBe(practice.careTeam.id)
  }
})
