// What is promised here: a patient's message goes where the rules in force say, whoever they name is covered while away, what
// is under way stays with whom it is, and which rule did it is kept by its number and version alone.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, inHours, person } from '../absences/absences.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aReply, aWaitingMessage, openTaskOf, taskHistory } from '../tasks/queue.fixture.ts'
import { aCareTeam, aPatient, aPractice, call, inPractice } from '../testing/factories.ts'
import { recordStatements } from '../testing/statements.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aLabel, aRule, putInForce } from './rules.fixture.ts'

const house = useTestHouse()

async function aWorld() {
  const practice = await aPractice(house())
  const doctors = await aCareTeam(house(), practice, {
    owner: practice.physician,
    backup: practice.nurse,
    nameEn: 'Doctors',
  })
  const routings = (conversationId: string) =>
    inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('routings')
        .select(['rules_version', 'numbers', 'care_team_id', 'practitioner_id', 'is_urgent'])
        .where('conversation_id', '=', conversationId)
        .orderBy('at')
        .execute(),
    )
  const conversation = (id: string) =>
    inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('conversations')
        .select(['care_team_id', 'label_ids'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    )
  return { practice, doctors, routings, conversation }
}

test('a new message goes to the inbox and the person of a rule, urgent and with its labels', async () => {
  const { practice, doctors, routings, conversation } = await aWorld()
  const label = await aLabel(house(), practice)
  const chest = aRule({
    when: { words: ['douleur à la poitrine', 'chest pain'] },
    does: { careTeamId: doctors.id, practitionerId: practice.physician.id, isUrgent: true, labelIds: [label.id] },
  })
  await putInForce(house(), practice, [aRule({ when: { words: ['rash'] } }), chest])
  const met = await aWaitingMessage(house(), practice, { text: 'J’ai une DOULEUR A LA POITRINE.' })
  const other = await aWaitingMessage(house(), practice, { text: 'I have a chest cold.' })

  expect(await openTaskOf(house(), practice.id, met.conversationId)).toMatchObject({
    care_team_id: doctors.id,
    owner_id: practice.physician.id,
    priority: 'urgent',
    status: 'requested',
  })
  expect(await conversation(met.conversationId)).toEqual({ care_team_id: doctors.id, label_ids: [label.id] })
  const { body: queue } = await call(house(), practice.physician, api.listQueue, { careTeamId: doctors.id })
  expect(queue.items).toMatchObject([{ labelIds: [label.id] }])
  expect(await routings(met.conversationId)).toEqual([
    {
      rules_version: 1,
      numbers: [2],
      care_team_id: doctors.id,
      practitioner_id: practice.physician.id,
      is_urgent: true,
    },
  ])
  expect(await openTaskOf(house(), practice.id, other.conversationId)).toMatchObject({
    care_team_id: practice.careTeam.id,
    owner_id: null,
    priority: 'routine',
  })
  expect(await routings(other.conversationId)).toEqual([])
})

test('whoever a rule names is covered while they are away', async () => {
  const { practice, doctors } = await aWorld()
  const { physician, nurse } = practice
  await putInForce(house(), practice, [aRule({ does: { careTeamId: doctors.id, practitionerId: physician.id } })])
  await anAbsence(
    house(),
    physician,
    anAbsenceForm(house(), person(physician), { from: inHours(house(), 0), cover: person(nurse) }),
  )
  const { conversationId } = await aWaitingMessage(house(), practice)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: nurse.id,
    covering_for_id: physician.id,
  })
})

test('what is under way stays with whom it is, becomes urgent once, and gets labels', async () => {
  const { practice, doctors, routings, conversation } = await aWorld()
  const label = await aLabel(house(), practice)
  const { conversationId, patient } = await aWaitingMessage(house(), practice)
  await putInForce(house(), practice, [
    aRule({ when: { words: ['worse'] }, does: { careTeamId: doctors.id, isUrgent: true, labelIds: [label.id] } }),
  ])
  for (const text of ['It is worse today.', 'Even worse now.']) {
    await call(house(), patient, api.sendMessage, { conversationId, messageId: uuidv7(), text, attachmentIds: [] })
  }
  const task = await openTaskOf(house(), practice.id, conversationId)
  expect(task).toMatchObject({ care_team_id: practice.careTeam.id, priority: 'urgent', version: 2 })
  expect(await conversation(conversationId)).toEqual({ care_team_id: practice.careTeam.id, label_ids: [label.id] })
  const history = await taskHistory(house(), practice.id, conversationId)
  expect(history.filter(({ act }) => act === 'prioritize')).toMatchObject([{ actor_id: null, priority: 'urgent' }])
  expect(await routings(conversationId)).toMatchObject([{ care_team_id: null }, { care_team_id: null }])
})

test('a message that opens the obligation anew is urgent by a rule, for who answered last', async () => {
  const { practice, doctors } = await aWorld()
  const { conversationId, patient } = await aWaitingMessage(house(), practice)
  await aReply(house(), practice.nurse, conversationId)
  await putInForce(house(), practice, [
    aRule({ does: { practitionerId: practice.physician.id, careTeamId: doctors.id, isUrgent: true } }),
  ])
  await call(house(), patient, api.sendMessage, { conversationId, messageId: uuidv7(), text: 'Oh.', attachmentIds: [] })
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: practice.nurse.id,
    care_team_id: practice.careTeam.id,
    priority: 'urgent',
  })
})

test('what the clinic writes is no matter of rules', async () => {
  const { practice, routings } = await aWorld()
  await putInForce(house(), practice, [aRule()])
  const patient = await aPatient(house(), practice)
  const conversationId = uuidv7()
  const { status } = await call(house(), practice.nurse, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    patientId: patient.id,
    mode: 'two-way',
    topicId: practice.topic.id,
    subject: '',
    text: 'Please come in.',
    attachmentIds: [],
  })
  expect([status, await routings(conversationId)]).toEqual([200, []])
})

test('a rule looks at age on the practice’s date and at its hours', async () => {
  const { practice, doctors } = await aWorld()
  const isChild = aRule({ when: { ageTo: 17, hours: 'open' }, does: { careTeamId: doctors.id } })
  await putInForce(house(), practice, [isChild])
  const inboxAt = async (birthDate: string) => {
    const patient = await aPatient(house(), practice, { birthDate })
    const { conversationId } = await aWaitingMessage(house(), practice, { patient })
    return (await openTaskOf(house(), practice.id, conversationId)).care_team_id
  }
  const today = Temporal.Instant.from(house().clock.now().toISOString())
    .toZonedDateTimeISO('America/Toronto')
    .toPlainDate()
  const eighteen = today.subtract({ years: 18 })
  expect(await inboxAt(eighteen.add({ days: 1 }).toString())).toBe(doctors.id)
  expect(await inboxAt(eighteen.toString())).toBe(practice.careTeam.id)
  house().clock.advance({ hours: 12 })
  expect(await inboxAt(eighteen.add({ days: 9 }).toString())).toBe(practice.careTeam.id)
})

test('rules cost a send no statement, but for the first after they were saved', async () => {
  const { practice } = await aWorld()
  const send = async () => {
    const patient = await aPatient(house(), practice)
    const statements = await recordStatements(house(), () => aWaiting(patient))
    return { flights: statements.flights, statements: statements.statements.length }
  }
  const aWaiting = (patient: Awaited<ReturnType<typeof aPatient>>) =>
    call(house(), patient, api.startConversation, {
      conversationId: uuidv7(),
      messageId: uuidv7(),
      topicId: practice.topic.id,
      subject: '',
      text: 'I have two tablets left.',
      attachmentIds: [],
    })
  const without = await send()
  await putInForce(house(), practice, [aRule({ when: { words: ['rash'] } })])
  const first = await send()
  expect(await send()).toEqual(without)
  expect(first.statements - without.statements).toBe(1)
})

test('the history says which rule of which version did it, by the name it had then; nothing to who may not read the words', async () => {
  const { practice, doctors } = await aWorld()
  const refills = aRule({
    name: 'Refills',
    when: { words: ['refill'] },
    does: { careTeamId: doctors.id, isUrgent: true },
  })
  await putInForce(house(), practice, [aRule({ when: { words: ['rash'] } }), refills])
  const { conversationId } = await aWaitingMessage(house(), practice, { text: 'A refill, please.' })
  await putInForce(house(), practice, [{ ...refills, name: 'Something else' }])
  const { body } = await call(house(), practice.physician, api.readConversation, { conversationId })
  expect(body.work?.routings).toMatchObject([
    {
      version: 1,
      rules: ['Refills'],
      careTeam: { id: doctors.id, name: 'Doctors' },
      practitioner: null,
      isUrgent: true,
    },
  ])

  await putInForce(house(), practice, [aRule({ name: 'Rash', when: { words: ['rash'] } })])
  const other = await aWaitingMessage(house(), practice, { text: 'I have a rash.' })
  const readBy = async (colleague: typeof practice.clerk) =>
    (await call(house(), colleague, api.readConversation, { conversationId: other.conversationId })).body.work?.routings
  expect(await readBy(practice.clerk)).toMatchObject([{ version: 3, rules: ['Rash'], careTeam: null, isUrgent: true }])
  await inPractice(house(), practice.id, (tx) => tx.updateTable('practices').set({ clerk_view: 'subject' }).execute())
  expect(await readBy(practice.clerk)).toEqual([])
  expect(await readBy(practice.nurse)).toHaveLength(1)
})
