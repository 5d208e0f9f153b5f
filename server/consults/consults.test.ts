// What is promised here: a question to a clinician is their work until they have decided, in one step; what they approve is sent
// once, with who wrote it and who approved it; and nothing is decided on letters that nobody has read.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, person, runCover, inHours } from '../absences/absences.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage, openTaskOf, taskHistory } from '../tasks/queue.fixture.ts'
import { aPractice, aPractitioner, call, inPractice, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { anAskedConversation, aQuestion, decide, proposal, question, write } from './consults.fixture.ts'

const house = useTestHouse()

const read = async (who: { id: string; as: Record<string, string> }, conversationId: string) =>
  (await call(house(), who, api.readConversation, { conversationId })).body

test('what is asked is the clinician’s work, in their queue and at the top of the conversation', async () => {
  const { practice, conversationId, taskId, asked, dueAt } = await anAskedConversation(house(), {
    neededBy: inHours(house(), 1),
  })
  const { physician, nurse } = practice
  const queue = (await call(house(), physician, api.listQueue, {})).body
  expect(queue.items).toMatchObject([
    {
      isMine: true,
      task: { id: taskId, owner: { id: physician.id } },
      consult: { id: asked.consultId, kind: 'approval', question, proposal, askedBy: { id: nurse.id } },
    },
  ])
  const task = await openTaskOf(house(), practice.id, conversationId)
  expect(task.due_at.getTime()).toBeLessThan(dueAt.getTime())
  expect(task.escalate_at).toEqual(task.due_at)
  // What the patient was told stays.
  expect(task.expected_at).toEqual(dueAt)
  const { work } = await read(physician, conversationId)
  expect(work?.consults).toMatchObject([
    { isOpen: true, question, proposal, newer: 0, can: { decide: true, withdraw: false } },
  ])
})

test('approved, it is sent to the patient at once: written by one and approved by the other', async () => {
  const { practice, conversationId, patient, asked, dueAt } = await anAskedConversation(house(), {
    neededBy: inHours(house(), 1),
  })
  const { physician, nurse } = practice
  const signature = { en: 'Tomas, at your service', fr: 'Tomas, à votre service' }
  expect((await call(house(), nurse, api.saveSignature, { text: signature, version: 0 })).status).toBe(200)
  const answer = await decide(house(), physician, asked, { decision: 'approve' })
  expect(answer.body.message).toMatchObject({
    id: asked.messageId,
    text: proposal,
    author: { id: nurse.id, name: nurse.name },
    approvedBy: { id: physician.id, name: physician.name },
    onBehalfOf: null,
    isMine: false,
  })
  const { messages } = await read(patient, conversationId)
  expect(messages.at(-1)).toMatchObject({
    text: proposal,
    author: { id: nurse.id },
    approvedBy: { id: physician.id },
  })
  expect(messages.at(-1)?.footer).toContain(signature.en)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    status: 'completed',
    outcome: 'replied',
    // The figures measure it by when the patient was to have it.
    due_at: dueAt,
  })
  const { work } = await read(nurse, conversationId)
  expect(work?.consults).toMatchObject([{ status: 'approved', isOpen: false, decidedBy: { id: physician.id } }])
})

test('edited, the words are the clinician’s own, and what was proposed stays to be seen', async () => {
  const { practice, conversationId, asked } = await anAskedConversation(house())
  const { physician, nurse } = practice
  const text = 'Please stop the tablets until we have seen you.'
  const answer = await decide(house(), physician, asked, { decision: 'edit', text })
  expect(answer.body.message).toMatchObject({ text, author: { id: physician.id }, approvedBy: null })
  const { work, messages } = await read(nurse, conversationId)
  expect(work?.consults).toMatchObject([{ status: 'edited', proposal, messageId: asked.messageId }])
  expect(messages.find(({ id }) => id === asked.messageId)?.text).toBe(text)
})

test('an edit that changed nothing is an approval', async () => {
  const { practice, asked } = await anAskedConversation(house())
  const answer = await decide(house(), practice.physician, asked, { decision: 'edit', text: `${proposal}  ` })
  expect(answer.body).toMatchObject({
    consult: { status: 'approved' },
    message: { approvedBy: { id: practice.physician.id } },
  })
})

test('returned, it is the asker’s work again, due as before, with the clinician’s words', async () => {
  const { practice, conversationId, patient, asked, dueAt } = await anAskedConversation(house(), {
    neededBy: inHours(house(), 1),
  })
  const { physician, nurse, careTeam } = practice
  const text = 'First ask her how she sleeps.'
  const answer = await decide(house(), physician, asked, { decision: 'return', text })
  expect(answer.body).toMatchObject({ message: null, consult: { status: 'returned', answer: text } })
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: nurse.id,
    status: 'requested',
    due_at: dueAt,
    escalate_at: dueAt,
  })
  expect((await read(patient, conversationId)).messages).toHaveLength(2)
  const history = await taskHistory(house(), practice.id, conversationId)
  expect(history.map(({ act, from_id, to_id }) => [act, from_id, to_id])).toEqual([
    ['open', null, careTeam.id],
    ['reassign', careTeam.id, physician.id],
    ['reassign', physician.id, nurse.id],
  ])
  // It can be asked again.
  const again = aQuestion(practice, conversationId)
  expect((await call(house(), nurse, api.askClinician, again)).status).toBe(200)
})

test('returned without words is refused, and changes nothing', async () => {
  const { practice, asked } = await anAskedConversation(house())
  const answer = await decide(house(), practice.physician, asked, { decision: 'return', text: ' ' })
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'text', code: 'empty' }] } })
})

test('of two who approve at once one sends, and the other is told who did', async () => {
  const { practice, conversationId, asked, taskId } = await anAskedConversation(house())
  const other = await aPractitioner(house(), practice, { role: 'physician', careTeamIds: [practice.careTeam.id] })
  const { version } = await openTaskOf(house(), practice.id, conversationId)
  // It lies in the inbox, where each of them may.
  expect(
    (await call(house(), practice.nurse, api.assignTask, { taskId, version, careTeamId: practice.careTeam.id })).status,
  ).toBe(200)
  const answers = await Promise.all([
    decide(house(), practice.physician, asked, { decision: 'approve' }),
    decide(house(), other, asked, { decision: 'approve' }),
    decide(house(), practice.physician, asked, { decision: 'approve' }),
  ])
  const sent = answers.filter(({ status }) => status === 200)
  const late = answers.filter(({ status }) => status === 409)
  expect([sent.length, late.length]).toSatisfy(([done, refused]) => done + refused === 3 && refused >= 1)
  expect(late[0]?.body).toMatchObject({ code: 'already-decided', status: 409 })
  const { messages } = await read(practice.nurse, conversationId)
  expect(messages.filter(({ text }) => text === proposal)).toHaveLength(1)
})

test('the same decision, sent twice, is once', async () => {
  const { practice, conversationId, asked } = await anAskedConversation(house())
  for (let count = 0; count < 2; count++) {
    expect((await decide(house(), practice.physician, asked, { decision: 'approve' })).status).toBe(200)
  }
  expect((await read(practice.nurse, conversationId)).messages).toHaveLength(3)
})

test('when the patient has written again, nothing is approved until that has been read', async () => {
  const { practice, conversationId, patient, asked } = await anAskedConversation(house())
  await write(house(), patient, conversationId, 'It has become worse.')
  const stale = await decide(house(), practice.physician, asked, { decision: 'approve' })
  expect(stale).toMatchObject({
    status: 409,
    body: { code: 'patient-wrote-again', facts: { lastSequence: 3, count: 1 } },
  })
  const { work, messages } = await read(practice.physician, conversationId)
  expect(work?.consults).toMatchObject([{ isOpen: true, proposal, newer: 1 }])
  const seenSequence = messages.at(-1)?.sequence ?? 0
  expect((await decide(house(), practice.physician, asked, { decision: 'approve', seenSequence })).status).toBe(200)
})

test('answered by somebody else in the meantime, there is nothing left to approve', async () => {
  const { practice, conversationId, asked } = await anAskedConversation(house())
  await write(house(), practice.clerk, conversationId)
  const late = await decide(house(), practice.physician, asked, { decision: 'approve', seenSequence: 9 })
  expect(late).toMatchObject({ status: 409, body: { code: 'already-decided' } })
  expect((await read(practice.nurse, conversationId)).work?.consults).toMatchObject([{ isOpen: false }])
})

test('whoever covers a clinician who is away has the question, and decides it', async () => {
  const practice = await aPractice(house())
  const { physician, nurse } = practice
  const cover = await aPractitioner(house(), practice, { role: 'physician', name: 'Dr. Away Cover' })
  const { conversationId } = await aWaitingMessage(house(), practice)
  const form = anAbsenceForm(house(), person(physician), { cover: person(cover), from: inHours(house(), -3) })
  await anAbsence(house(), physician, form)
  const asked = aQuestion(practice, conversationId)
  expect((await call(house(), nurse, api.askClinician, asked)).status).toBe(200)
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: cover.id,
    covering_for_id: physician.id,
  })
  const answer = await decide(house(), cover, asked, { decision: 'approve' })
  expect(answer.body.message).toMatchObject({ author: { id: nurse.id }, approvedBy: { id: cover.id } })
})

test('an answer that is late for the clinic’s sake goes up the ladder like any other work', async () => {
  const { practice, conversationId } = await anAskedConversation(house(), { neededBy: inHours(house(), 1) })
  house().clock.advance({ hours: 1, minutes: 5 })
  await runCover(house(), ['escalate-overdue'])
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 1,
    escalated_to_id: practice.nurse.id,
  })
})

test('nobody decides on their own question, and a clerk on none', async () => {
  const { practice, asked } = await anAskedConversation(house())
  for (const who of [practice.nurse, practice.clerk]) {
    expect((await decide(house(), who, asked, { decision: 'approve' })).status).toBe(403)
  }
})

test('a question can be taken back until it is decided', async () => {
  const { practice, conversationId, asked } = await anAskedConversation(house())
  const take = (who: Person) => call(house(), who, api.withdrawConsult, { conversationId, consultId: asked.consultId })
  expect((await take(practice.clerk)).status).toBe(403)
  expect((await take(practice.nurse)).body).toMatchObject({ consult: { status: 'withdrawn', isOpen: false } })
  expect((await take(practice.nurse)).status).toBe(200)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.nurse.id })
  expect((await decide(house(), practice.physician, asked, { decision: 'approve' })).status).toBe(409)
})

test('asked again with the same id it is one question; a second beside it is refused', async () => {
  const { practice, conversationId, asked } = await anAskedConversation(house())
  const { nurse } = practice
  expect((await call(house(), nurse, api.askClinician, asked)).body).toMatchObject({ consult: { id: asked.consultId } })
  const second = await call(house(), nurse, api.askClinician, aQuestion(practice, conversationId))
  expect(second).toMatchObject({ status: 409, body: { code: 'already-asked', facts: { consultId: asked.consultId } } })
})

test.each([
  ['the question is missing', { question: '' }, 'question', 'empty'],
  ['there is nothing to approve', { text: undefined }, 'text', 'missing'],
  ['the time has passed', { neededBy: '2020-01-01T10:00' }, 'neededBy', 'in-the-past'],
  ['the time is too far ahead', { neededBy: '2199-01-01T10:00' }, 'neededBy', 'too-far-ahead'],
  ['there is no such day', { neededBy: '2027-02-30T10:00' }, 'neededBy', 'date'],
  ['the answer still has a gap', { text: 'Dear {patientName}' }, 'text', 'unfilled-variable'],
])('refused with the field’s name when %s', async (_what, more, path, code) => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const answer = await call(house(), practice.nurse, api.askClinician, aQuestion(practice, conversationId, more))
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path, code }] } })
  expect((await openTaskOf(house(), practice.id, conversationId)).owner_id).toBeNull()
})

test('of a clerk nothing is asked, and of a nurse no prescription', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const ask = (more: Record<string, unknown>) =>
    call(house(), practice.physician, api.askClinician, aQuestion(practice, conversationId, more))
  const refused = { status: 422, body: { fields: [{ path: 'practitionerId', code: 'cannot-be-asked' }] } }
  expect(await ask({ practitionerId: practice.clerk.id })).toMatchObject(refused)
  expect(await ask({ practitionerId: practice.nurse.id, kind: 'prescription' })).toMatchObject(refused)
  expect((await ask({ practitionerId: practice.nurse.id, kind: 'advice' })).status).toBe(200)
})

test('nothing is asked about letters that were not read', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const asked = aQuestion(practice, conversationId, { seenSequence: 1 })
  const answer = await call(house(), practice.nurse, api.askClinician, asked)
  expect(answer).toMatchObject({ status: 409, body: { code: 'conversation-moved-on' } })
})

test('the words are sealed, and the log names who asked and who decided', async () => {
  const { practice, asked } = await anAskedConversation(house())
  await decide(house(), practice.physician, asked, { decision: 'return', text: 'Not yet.' })
  const { rows, acts } = await inPractice(house(), practice.id, async (tx) => ({
    rows: await tx.selectFrom('consults').selectAll().execute(),
    acts: await tx.selectFrom('audit_events').select('payload').execute(),
  }))
  const stored = JSON.stringify(
    rows.map((row) => [row.question_sealed, row.proposal_sealed, row.answer_sealed].map(String)),
  )
  for (const words of [question, proposal, 'Not yet.']) {
    expect(stored).not.toContain(words)
  }
  const entries = acts.map(({ payload }) => JSON.parse(payload.toString('utf8')) as { act: string; env?: unknown[] })
  expect(entries.find(({ act }) => act === 'consult.ask')?.env).toHaveLength(2)
  expect(entries.find(({ act }) => act === 'consult.decide')?.env).toHaveLength(1)
})

test('what waits is not shown to the patient', async () => {
  const { patient, conversationId } = await anAskedConversation(house())
  const shown = await read(patient, conversationId)
  expect(shown.work).toBeNull()
  expect(JSON.stringify(shown)).not.toContain(proposal)
})

test('a draft that became a proposal is spent', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const draftId = uuidv7()
  const draft = { draftId, conversationId, subject: '', text: proposal, version: 0 }
  expect((await call(house(), practice.nurse, api.saveDraft, draft)).status).toBe(200)
  const asked = aQuestion(practice, conversationId, { draftId })
  expect((await call(house(), practice.nurse, api.askClinician, asked)).status).toBe(200)
  expect((await read(practice.nurse, conversationId)).draft).toBeNull()
})
