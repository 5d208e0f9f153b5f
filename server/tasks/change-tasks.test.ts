// What is promised here: a task has one owner at a time, everybody can tell who, and nobody gets one they cannot open.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aCareTeam, aPractice, aPractitioner, call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aReply, aWaitingMessage, aWaitingPractice, openTaskOf, taskHistory } from './queue.fixture.ts'

const house = useTestHouse()

const read = (colleague: Parameters<typeof call>[1], conversationId: string) =>
  call(house(), colleague, api.readConversation, { conversationId })

test('a colleague claims a task, and the patient sees with whom it is', async () => {
  const { practice, patient, taskId, version, conversationId } = await aWaitingPractice(house())
  const answer = await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  expect(answer.status).toBe(200)
  expect(answer.body.task).toMatchObject({
    status: 'accepted',
    version: version + 1,
    owner: { name: 'Tomas Lindqvist' },
  })
  const seen = await read(patient, conversationId)
  expect(seen.body).toMatchObject({ stage: 'with-person', stagePerson: { name: 'Tomas Lindqvist' } })
  expect(await taskHistory(house(), practice.id, conversationId)).toMatchObject([
    { act: 'open', actor_id: patient.id },
    { act: 'accept', actor_id: practice.nurse.id, from_id: practice.careTeam.id, to_id: practice.nurse.id },
  ])
})

test('of two who claim at the same moment one gets it, and the other is told whose it is', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  const answers = await Promise.all(
    [practice.nurse, practice.physician].map((colleague) =>
      call(house(), colleague, api.acceptTask, { taskId, version }),
    ),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  const winner = answers.find((answer) => answer.status === 200)?.body.task.owner
  expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
    code: 'changed-meanwhile',
    facts: { task: { status: 'accepted', owner: { id: winner?.id, name: winner?.name } } },
  })
})

test('claiming twice is claiming once', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  const first = await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  const again = await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  expect(again.body).toEqual(first.body)
  expect((await taskHistory(house(), practice.id, conversationId)).map((line) => line.act)).toEqual(['open', 'accept'])
})

test('a claim on a task that a reply has ended says so', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  await aReply(house(), practice.physician, conversationId)
  const answer = await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  expect(answer.status).toBe(409)
  expect(answer.body).toMatchObject({
    code: 'changed-meanwhile',
    facts: { task: { status: 'completed', outcome: 'replied' } },
  })
})

test('a task does not end over a message that was not seen', async () => {
  const { practice, patient, taskId, version, conversationId } = await aWaitingPractice(house())
  const seen = (await read(practice.nurse, conversationId)).body.messages.at(-1)?.sequence ?? 0
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'It is worse now.',
    attachmentIds: [],
  })
  const end = (seenSequence: number) =>
    call(house(), practice.nurse, api.completeTask, { taskId, version, outcome: 'no-reply-needed', seenSequence })
  const early = await end(seen)
  expect(early.status).toBe(409)
  expect(early.body).toMatchObject({ code: 'changed-meanwhile', facts: { task: { id: taskId, status: 'requested' } } })
  const later = (await read(practice.nurse, conversationId)).body.messages.at(-1)?.sequence ?? 0
  expect((await end(later)).body.task).toMatchObject({ status: 'completed', outcome: 'no-reply-needed' })
})

test('only its owner returns a task, and returning it again changes nothing', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  const other = await call(house(), practice.physician, api.releaseTask, { taskId })
  expect(other.status).toBe(409)
  expect(other.body).toMatchObject({ code: 'changed-meanwhile', facts: { task: { owner: { id: practice.nurse.id } } } })
  const returned = await call(house(), practice.nurse, api.releaseTask, { taskId })
  expect(returned.body.task).toMatchObject({ status: 'requested', owner: null })
  expect((await call(house(), practice.nurse, api.releaseTask, { taskId })).body).toEqual(returned.body)
  expect((await taskHistory(house(), practice.id, conversationId)).map((line) => line.act)).toEqual([
    'open',
    'accept',
    'release',
  ])
})

test('a task given to a colleague is theirs to open, from outside the inbox too', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  const outsider = await aPractitioner(house(), practice, { role: 'physician' })
  expect((await read(outsider, conversationId)).status).toBe(404)
  const answer = await call(house(), practice.clerk, api.assignTask, { taskId, version, practitionerId: outsider.id })
  expect(answer.body.task).toMatchObject({ status: 'requested', owner: { id: outsider.id } })
  expect((await read(outsider, conversationId)).status).toBe(200)
  expect((await call(house(), outsider, api.releaseTask, { taskId })).body.task).toMatchObject({ owner: null })
  expect((await read(outsider, conversationId)).status).toBe(404)
})

test.each([
  ['suspended', { role: 'nurse', status: 'suspended' }, 422],
  ['invited and not yet here', { role: 'nurse', status: 'invited' }, 422],
  ['an administrator', { role: 'administrator' }, 422],
  ['working', { role: 'nurse' }, 200],
] as const)('a task for somebody who is %s', async (_words, options, status) => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  const colleague = await aPractitioner(house(), practice, options)
  const answer = await call(house(), practice.nurse, api.assignTask, { taskId, version, practitionerId: colleague.id })
  expect(answer.status).toBe(status)
  if (status === 422) {
    expect(answer.body).toMatchObject({ fields: [{ path: 'practitionerId', code: 'cannot-take-tasks' }] })
  }
})

test('nobody and no inbox of another practice, and none that does not exist, can be given a task', async () => {
  const { practice, patient, taskId, version } = await aWaitingPractice(house())
  const other = await aPractice(house())
  for (const to of [
    { practitionerId: other.nurse.id },
    { practitionerId: uuidv7() },
    { practitionerId: patient.id },
    { careTeamId: other.careTeam.id },
    { careTeamId: uuidv7() },
  ]) {
    const answer = await call(house(), practice.nurse, api.assignTask, { taskId, version, ...to })
    expect([answer.status, answer.body]).toMatchObject([404, { code: 'not-found' }])
  }
})

test('another inbox takes the conversation and everything to do in it along', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  const specialist = await aPractitioner(house(), practice, { role: 'physician' })
  const inbox = await aCareTeam(house(), practice, {
    owner: specialist,
    backup: practice.physician,
    members: [specialist],
  })
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  const answer = await call(house(), practice.nurse, api.assignTask, {
    taskId,
    version: version + 1,
    careTeamId: inbox.id,
  })
  expect(answer.body.task).toMatchObject({
    status: 'requested',
    owner: null,
    careTeam: { id: inbox.id, name: inbox.nameEn },
  })
  expect((await read(practice.nurse, conversationId)).status).toBe(404)
  const seen = await read(specialist, conversationId)
  expect(seen.body).toMatchObject({ careTeam: { id: inbox.id }, stage: 'received' })
  expect(seen.body.work?.tasks).toMatchObject([{ careTeam: { id: inbox.id } }])
  expect((await taskHistory(house(), practice.id, conversationId)).at(-1)).toEqual({
    act: 'reassign',
    actor_id: practice.nurse.id,
    from_id: practice.nurse.id,
    to_id: inbox.id,
    priority: null,
  })
})

test('a change of priority is kept in the history and leaves the owner alone', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  const answer = await call(house(), practice.nurse, api.assignTask, {
    taskId,
    version: version + 1,
    priority: 'urgent',
  })
  expect(answer.body.task).toMatchObject({ priority: 'urgent', status: 'accepted', owner: { id: practice.nurse.id } })
  expect((await taskHistory(house(), practice.id, conversationId)).at(-1)).toMatchObject({
    act: 'prioritize',
    priority: 'urgent',
    to_id: null,
  })
})

test('an assignment that says nothing is refused by its field', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  const answer = await call(house(), practice.nurse, api.assignTask, { taskId, version })
  expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path: 'practitionerId', code: 'missing' }] }])
})

test.each([
  ['respond', 'no-reply-needed', 200],
  ['respond', 'reached', 200],
  ['respond', 'no-answer', 422],
  ['contact-patient', 'reached', 200],
  ['contact-patient', 'letter-sent', 200],
  ['contact-patient', 'no-reply-needed', 422],
] as const)('a task to %s completed with "%s" answers %i', async (kind, outcome, status) => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('tasks').set({ kind }).where('id', '=', taskId).execute(),
  )
  const answer = await call(house(), practice.nurse, api.completeTask, { taskId, version, outcome })
  expect(answer.status).toBe(status)
  if (status === 200) {
    expect(answer.body.task).toMatchObject({ status: 'completed', outcome })
    // The same click, sent twice.
    const again = await call(house(), practice.nurse, api.completeTask, { taskId, version, outcome })
    expect(again.body).toEqual(answer.body)
  }
})

test('a task that has ended does not change any more', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  await call(house(), practice.nurse, api.completeTask, { taskId, version, outcome: 'no-reply-needed' })
  for (const change of [{ priority: 'urgent' as const }, { practitionerId: practice.nurse.id }]) {
    const answer = await call(house(), practice.physician, api.assignTask, { taskId, version: version + 1, ...change })
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'not-possible-now' }])
  }
})

test('a clerk who sees topic and subject alone may pass a task on, and not end it', async () => {
  const practice = await aPractice(house(), { clerkView: 'subject' })
  const { taskId, version } = await aWaitingMessage(house(), practice)
  const ended = await call(house(), practice.clerk, api.completeTask, { taskId, version, outcome: 'no-reply-needed' })
  expect(ended.status).toBe(403)
  const passed = await call(house(), practice.clerk, api.assignTask, {
    taskId,
    version,
    practitionerId: practice.nurse.id,
  })
  expect(passed.status).toBe(200)
})

test('a stale form is told what the task is now', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  await call(house(), practice.nurse, api.assignTask, { taskId, version, priority: 'urgent' })
  for (const answer of await Promise.all([
    call(house(), practice.physician, api.assignTask, { taskId, version, practitionerId: practice.physician.id }),
    call(house(), practice.physician, api.completeTask, { taskId, version, outcome: 'no-reply-needed' }),
    call(house(), practice.physician, api.acceptTask, { taskId, version }),
  ])) {
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      code: 'changed-meanwhile',
      facts: { task: { version: version + 1, priority: 'urgent' } },
    })
  }
})

test('who is suspended keeps no task, and who was told of late ones is told no more', async () => {
  const { practice, taskId, version, conversationId } = await aWaitingPractice(house())
  const colleague = await aPractitioner(house(), practice, { role: 'nurse', careTeamIds: [practice.careTeam.id] })
  await call(house(), colleague, api.acceptTask, { taskId, version })
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('tasks')
      .set({ escalated_to_id: colleague.id, escalation_level: 2 })
      .where('id', '=', taskId)
      .execute(),
  )
  const suspended = await call(house(), practice.administrator, api.changePractitioner, {
    practitionerId: colleague.id,
    event: 'suspend',
    version: 1,
  })
  expect(suspended.status).toBe(200)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    status: 'requested',
    owner_id: null,
    escalated_to_id: null,
    escalation_level: 1,
  })
  expect((await taskHistory(house(), practice.id, conversationId)).at(-1)).toMatchObject({
    act: 'release',
    actor_id: practice.administrator.id,
    from_id: colleague.id,
  })
})
