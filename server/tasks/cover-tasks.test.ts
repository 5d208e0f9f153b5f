// What is promised here: nobody's absence leaves a patient waiting for nothing. What is open and what comes goes to who
// acts, and returns; once, however often and wherever the sweep runs.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, aRotation, inbox, inHours, person, runCover } from '../absences/absences.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { aCareTeam, aPatient, aPractice, aPractitioner, call, inPractice } from '../testing/factories.ts'
import type { TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aReply, aWaitingMessage, openTaskOf, taskHistory } from './queue.fixture.ts'

const house = useTestHouse()

/** A message that waits for the physician, and the nurse who will act for her. */
async function aWaitingPhysician() {
  const practice = await aPractice(house())
  const waiting = await aWaitingMessage(house(), practice)
  const { taskId, version } = waiting
  await call(house(), practice.nurse, api.assignTask, { taskId, version, practitionerId: practice.physician.id })
  return { practice, ...waiting }
}

const away = ({ physician, nurse }: TestPractice, more: Record<string, unknown> = {}) =>
  anAbsence(house(), physician, anAbsenceForm(house(), person(physician), { cover: person(nurse), ...more }))

const write = (patient: { id: string; as: Record<string, string> }, conversationId: string) =>
  call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'And one more thing.',
    attachmentIds: [],
  })
const acts = async (practice: TestPractice, conversationId: string) =>
  (await taskHistory(house(), practice.id, conversationId)).map(({ act, from_id, to_id }) => [act, from_id, to_id])

test('at noon what is open goes to who covers, and returns by itself', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  const { physician, nurse, careTeam } = practice
  await away(practice)
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: physician.id })

  house().clock.advance({ hours: 2 })
  await Promise.all([runCover(house()), runCover(house()), runCover(house())])
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: nurse.id,
    covering_for_id: physician.id,
    status: 'requested',
  })
  const queue = await call(house(), nurse, api.listQueue, {})
  expect(queue.body.items).toMatchObject([
    { isMine: true, task: { owner: { id: nurse.id }, coveringFor: { id: physician.id, name: physician.name } } },
  ])

  house().clock.advance({ days: 1 })
  await runCover(house())
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: physician.id,
    covering_for_id: null,
  })
  expect(await acts(practice, conversationId)).toEqual([
    ['open', null, careTeam.id],
    ['reassign', careTeam.id, physician.id],
    ['cover', physician.id, nurse.id],
    ['hand-back', nurse.id, physician.id],
  ])
})

test('an absence that has begun takes what is open at once; called off, it gives it back at once', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  const absence = await away(practice, { from: inHours(house(), -3) })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.nurse.id })
  const { body } = await call(house(), practice.physician, api.cancelAbsence, {
    absenceId: absence.id,
    version: absence.version,
  })
  expect(body).toMatchObject({ state: 'ended' })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.physician.id })
})

test('changed while it is in force, it moves again: to another, and for longer', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  const form = anAbsenceForm(house(), person(practice.physician), {
    from: inHours(house(), -1),
    cover: person(practice.nurse),
  })
  await anAbsence(house(), practice.physician, form)
  await runCover(house())
  const locum = await aPractitioner(house(), practice, { role: 'physician' })
  await anAbsence(house(), practice.administrator, {
    ...form,
    cover: person(locum),
    until: inHours(house(), 72),
    version: 1,
  })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: locum.id,
    covering_for_id: practice.physician.id,
  })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: locum.id })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.physician.id })
})

test('a patient who answers somebody who is away now reaches who acts, and reads who that is, once', async () => {
  const { practice, conversationId, patient } = await aWaitingPhysician()
  const { physician, nurse } = practice
  await aReply(house(), physician, conversationId)
  await away(practice, {
    from: inHours(house(), -1),
    note: { en: 'I am at a course this week.', fr: 'Je suis en formation cette semaine.' },
  })
  const first = await write(patient, conversationId)
  expect(first.body.autoReply?.text.replaceAll('\u00A0', ' ')).toContain(
    `We got your message.\n\n${physician.name} is away until `,
  )
  expect(first.body.autoReply?.text).toContain(`${nurse.name} will read your message.\nI am at a course this week.\n`)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: nurse.id,
    covering_for_id: physician.id,
  })
  expect(await call(house(), patient, api.readConversation, { conversationId })).toMatchObject({
    body: { stage: 'with-person', stagePerson: { id: nurse.id }, stageFor: { id: physician.id } },
  })

  house().clock.advance({ minutes: 30 })
  const second = await write(patient, conversationId)
  expect(second.body.autoReply?.text).not.toContain('is away until')

  await aReply(house(), nurse, conversationId)
  const page = await call(house(), patient, api.readConversation, { conversationId })
  expect(page.body.messages.at(-1)).toMatchObject({
    author: { id: nurse.id },
    onBehalfOf: { id: physician.id, name: physician.name },
  })
  // The nurse answered in her place: it stays the physician's.
  house().clock.advance({ days: 2 })
  await write(patient, conversationId)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: physician.id,
    covering_for_id: null,
  })
})

test('a patient who was answered a minute ago is still told of an absence that they do not know', async () => {
  const { practice, conversationId, patient } = await aWaitingPhysician()
  await away(practice, { from: inHours(house(), -1) })
  const { body } = await write(patient, conversationId)
  expect(body.autoReply?.text).toContain(`${practice.physician.name} is away until`)
})

test('a reply goes to who answered, unless they do not work in this inbox', async () => {
  const { practice, conversationId, patient } = await aWaitingPhysician()
  await aReply(house(), practice.physician, conversationId)
  await write(patient, conversationId)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.physician.id })

  await aReply(house(), practice.physician, conversationId)
  await inPractice(house(), practice.id, (tx) =>
    tx
      .deleteFrom('care_team_members')
      .where('practice_id', '=', practice.id)
      .where('practitioner_id', '=', practice.physician.id)
      .execute(),
  )
  await write(patient, conversationId)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: null })
})

test('whoever said that no reply is needed gets the next message', async () => {
  const { practice, conversationId, patient } = await aWaitingPhysician()
  const { id: taskId, version } = await openTaskOf(house(), practice.id, conversationId)
  await call(house(), practice.physician, api.completeTask, { taskId, version, outcome: 'no-reply-needed' })
  await write(patient, conversationId)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.physician.id })
})

test('assigned to one who is away, it is with who acts for them at once', async () => {
  const practice = await aPractice(house())
  await away(practice, { from: inHours(house(), -1) })
  const { taskId, version } = await aWaitingMessage(house(), practice)
  const { physician, nurse, clerk } = practice
  const assigned = await call(house(), clerk, api.assignTask, { taskId, version, practitionerId: physician.id })
  expect(assigned.body.task).toMatchObject({ owner: { id: nurse.id }, coveringFor: { id: physician.id } })
})

test('who is away claims nothing', async () => {
  const practice = await aPractice(house())
  await away(practice, { from: inHours(house(), -1) })
  const { taskId, version } = await aWaitingMessage(house(), practice)
  const answer = await call(house(), practice.physician, api.acceptTask, { taskId, version })
  expect(answer).toMatchObject({ status: 409, body: { code: 'you-are-away' } })
})

test('another inbox covers: its people see the conversation, claim it, and give it back', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  const relief = await aPractitioner(house(), practice, { role: 'nurse' })
  const desk = await aCareTeam(house(), practice, { owner: relief, backup: practice.clerk, members: [relief] })
  expect((await call(house(), relief, api.readConversation, { conversationId })).status).toBe(404)
  await away(practice, { from: inHours(house(), -1), cover: inbox(desk) })
  await runCover(house())
  const open = await openTaskOf(house(), practice.id, conversationId)
  expect(open).toMatchObject({ owner_id: null, care_team_id: desk.id, covering_for_id: practice.physician.id })
  const queue = await call(house(), relief, api.listQueue, { careTeamId: desk.id })
  expect(queue.body.items).toHaveLength(1)
  expect((await call(house(), relief, api.readConversation, { conversationId })).status).toBe(200)
  const claimed = await call(house(), relief, api.acceptTask, { taskId: open.id, version: open.version })
  expect(claimed.body.task).toMatchObject({ owner: { id: relief.id }, coveringFor: { id: practice.physician.id } })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: relief.id,
    status: 'accepted',
  })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: practice.physician.id,
    care_team_id: practice.careTeam.id,
    status: 'requested',
  })
  expect((await call(house(), relief, api.readConversation, { conversationId })).status).toBe(404)
})

test('what one takes from who covers is theirs, and does not return', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  await away(practice, { from: inHours(house(), -1) })
  await runCover(house())
  const { id: taskId, version } = await openTaskOf(house(), practice.id, conversationId)
  await call(house(), practice.clerk, api.acceptTask, { taskId, version })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: practice.clerk.id,
    covering_for_id: null,
  })
})

test('what who covers returns to the inbox stays there', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  await away(practice, { from: inHours(house(), -1) })
  await runCover(house())
  const { id: taskId } = await openTaskOf(house(), practice.id, conversationId)
  await call(house(), practice.nurse, api.releaseTask, { taskId })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: null,
    covering_for_id: null,
  })
})

test('who covers is suspended: the inbox has it, and it still returns', async () => {
  const { practice, conversationId } = await aWaitingPhysician()
  await away(practice, { from: inHours(house(), -1) })
  await runCover(house())
  const { items } = (await call(house(), practice.administrator, api.listPractitioners, {})).body
  const version = items.find(({ id }) => id === practice.nurse.id)?.version ?? 0
  await call(house(), practice.administrator, api.changePractitioner, {
    practitionerId: practice.nurse.id,
    event: 'suspend',
    version,
  })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: null,
    covering_for_id: practice.physician.id,
  })
  house().clock.advance({ days: 2 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ owner_id: practice.physician.id })
})

test('an inbox’s rotation gives new work to whose day it is, and what is unclaimed goes on with the day', async () => {
  const practice = await aPractice(house())
  const { nurse, clerk, careTeam } = practice
  const today = dayOf('America/Toronto', house().clock.now()).dayOfWeek
  await aRotation(house(), nurse, inbox(careTeam), [
    [1, today, nurse.id],
    [1, (today % 7) + 1, clerk.id],
  ])
  const unclaimed = await aWaitingMessage(house(), practice)
  const claimed = await aWaitingMessage(house(), practice)
  const task = await openTaskOf(house(), practice.id, claimed.conversationId)
  expect(task).toMatchObject({ owner_id: nurse.id, covering_for_care_team_id: careTeam.id })
  await call(house(), nurse, api.acceptTask, { taskId: task.id, version: task.version })
  house().clock.advance({ days: 1 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, unclaimed.conversationId)).toMatchObject({ owner_id: clerk.id })
  expect(await openTaskOf(house(), practice.id, claimed.conversationId)).toMatchObject({ owner_id: nurse.id })
  house().clock.advance({ days: 1 })
  await runCover(house())
  expect(await openTaskOf(house(), practice.id, unclaimed.conversationId)).toMatchObject({
    owner_id: null,
    covering_for_care_team_id: null,
  })
})

test('late while the inbox’s owner is away: who acts for her is told, and the backup when she leaves too', async () => {
  const practice = await aPractice(house())
  const relief = await aPractitioner(house(), practice, { role: 'nurse' })
  const { conversationId } = await aWaitingMessage(house(), practice)
  await anAbsence(
    house(),
    practice.nurse,
    anAbsenceForm(house(), person(practice.nurse), { until: inHours(house(), 24 * 30), cover: person(relief) }),
  )
  house().clock.advance({ days: 7 })
  const both = ['cover-tasks', 'escalate-overdue']
  await runCover(house(), both)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 1,
    escalated_to_id: relief.id,
  })
  await anAbsence(
    house(),
    relief,
    anAbsenceForm(house(), person(relief), { from: inHours(house(), -1), until: inHours(house(), 24) }),
  )
  await runCover(house(), both)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalation_level: 2,
    escalated_to_id: practice.physician.id,
  })
})

test('late while owner and backup are away: the first who is back is told', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  for (const [colleague, hours] of [
    [practice.nurse, 24 * 20],
    [practice.physician, 24 * 10],
  ] as const) {
    await anAbsence(house(), colleague, anAbsenceForm(house(), person(colleague), { until: inHours(house(), hours) }))
  }
  house().clock.advance({ days: 7 })
  const both = ['cover-tasks', 'escalate-overdue']
  await runCover(house(), both)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ escalated_to_id: null })
  house().clock.advance({ days: 4 })
  await runCover(house(), both)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    escalated_to_id: practice.physician.id,
  })
})

test('absences that are changed while the sweep runs and patients write end with everything in its place', async () => {
  const practice = await aPractice(house())
  const { physician, nurse, clerk } = practice
  const patient = await aPatient(house(), practice)
  const waiting = await Promise.all(Array.from({ length: 12 }, () => aWaitingMessage(house(), practice, { patient })))
  for (const { taskId, version } of waiting) {
    await call(house(), nurse, api.assignTask, { taskId, version, practitionerId: physician.id })
  }
  for (let round = 0; round < 3; round++) {
    const form = anAbsenceForm(house(), person(physician), { from: inHours(house(), 0), cover: person(nurse) })
    const other = anAbsenceForm(house(), person(nurse), { from: inHours(house(), 0), cover: person(clerk) })
    const answers = await Promise.all([
      call(house(), physician, api.saveAbsence, form),
      call(house(), nurse, api.saveAbsence, other),
      runCover(house()),
      runCover(house()),
      ...waiting.map(({ conversationId }) => write(patient, conversationId)),
    ])
    expect(answers.flatMap((answer) => answer?.status ?? []).every((status) => status === 200)).toBe(true)
    await runCover(house())
    const away = await Promise.all(
      waiting.map(({ conversationId }) => openTaskOf(house(), practice.id, conversationId)),
    )
    expect(new Set(away.map(({ owner_id }) => owner_id))).toEqual(new Set([clerk.id]))
    const ended = await Promise.all([
      call(house(), physician, api.cancelAbsence, { absenceId: form.absenceId, version: 1 }),
      call(house(), nurse, api.cancelAbsence, { absenceId: other.absenceId, version: 1 }),
      runCover(house()),
    ])
    expect(ended.flatMap((answer) => answer?.status ?? [])).toEqual([200, 200])
    await runCover(house())
    const back = await Promise.all(
      waiting.map(({ conversationId }) => openTaskOf(house(), practice.id, conversationId)),
    )
    expect(new Set(back.map(({ owner_id }) => owner_id))).toEqual(new Set([physician.id]))
    house().clock.advance({ minutes: 2 })
  }
})

test('the audit log says for whom', async () => {
  const { practice } = await aWaitingPhysician()
  await away(practice, { from: inHours(house(), -1) })
  await runCover(house())
  const found = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').where('practice_id', '=', practice.id).execute(),
  )
  const entries = found.map(
    ({ payload }) => JSON.parse(payload.toString('utf8')) as { act: string; onBehalfOf?: string },
  )
  expect(entries.filter(({ act }) => act === 'task.cover')).toMatchObject([{ onBehalfOf: practice.physician.id }])
})

test('what is where it belongs is looked at again later, and not changed', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const waiting = await Promise.all([1, 2, 3].map(() => aWaitingMessage(house(), practice, { patient })))
  house().clock.advance({ hours: 2 })
  await runCover(house())
  const again = await Promise.all(waiting.map(({ conversationId }) => openTaskOf(house(), practice.id, conversationId)))
  expect(again.map(({ version }) => version)).toEqual([1, 1, 1])
  expect(again.every(({ cover_at }) => cover_at > house().clock.now())).toBe(true)
})
