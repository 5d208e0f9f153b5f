// What is promised here: when the check of a file has ended, the pages that show the file are told, and nobody else is.
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { scanAttachments } from '../attachments/sweep-attachments.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aPractitioner, call, type Person, type TestPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { openStream, type OpenStream } from './stream.fixture.ts'

const house = useTestHouse()
let port = 0
const opened: OpenStream[] = []

beforeAll(async () => {
  await house().app.listen({ host: '127.0.0.1', port: 0 })
  port = (house().app.server.address() as AddressInfo).port
})

afterEach(() => {
  opened.splice(0).forEach((stream) => stream.drop())
})

async function listening(person: Person): Promise<OpenStream> {
  const stream = await openStream(port, person)
  opened.push(stream)
  await stream.heard(1)
  return stream
}

async function aPlace() {
  const practice = await aPractice(house())
  const doctor = await aPractitioner(house(), practice, { role: 'physician', name: 'The doctor' })
  const patient = await aPatient(house(), practice, { usualPractitionerId: doctor.id })
  return { practice, doctor, patient, otherPatient: await aPatient(house(), practice) }
}

async function anUpload(author: Person, draft: { topicId: string; patientId?: string }) {
  const draftId = uuidv7()
  const attachmentId = uuidv7()
  await call(house(), author, api.saveDraft, { draftId, ...draft, text: '', version: 0 })
  const answer = await house().app.inject({
    method: 'PUT',
    url: `/api/as/${author.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...author.as, 'content-type': 'application/octet-stream', 'x-file-name': 'list.txt' },
    payload: 'Two tablets a day.',
  })
  expect(answer.json()).toMatchObject({ status: 'quarantined' })
  return { draftId, attachmentId }
}

const check = (practice: TestPractice) => scanAttachments(inSystem(house(), practice.id))

/** Everything the people who listen have heard of, once all of them have surely heard everything up to now. */
async function heard(practice: TestPractice, streams: OpenStream[], people: Person[]): Promise<(string | null)[][]> {
  const conversationId = uuidv7()
  const practitionerIds = people.map((person) => person.id)
  for (const patientId of practitionerIds) {
    house().way.house.live.publish({
      practiceId: practice.id,
      conversationId,
      patientId,
      careTeamIds: [],
      practitionerIds,
    })
  }
  for (const stream of streams) {
    await expect
      .poll(() => stream.events.filter((event) => event.conversationId === conversationId).length, { timeout: 5_000 })
      .toBeGreaterThan(0)
  }
  return streams.map((stream) => [
    ...new Set(
      stream.events
        .filter((event) => event.type === 'change' && event.conversationId !== conversationId)
        .map((event) => event.draftId ?? event.conversationId),
    ),
  ])
}

test('in a patient’s draft: the patient alone, once when it has arrived and once when it has been checked', async () => {
  const { practice, doctor, patient, otherPatient } = await aPlace()
  const people = [patient, otherPatient, doctor, practice.nurse]
  const streams = await Promise.all(people.map(listening))
  const { draftId } = await anUpload(patient, { topicId: practice.topic.id })
  await check(practice)
  expect(await heard(practice, streams, people)).toEqual([[draftId], [], [], []])
  expect(streams[0]?.events.filter((event) => event.draftId === draftId)).toHaveLength(2)
})

test('in a colleague’s draft to a patient: that colleague alone, and not the patient', async () => {
  const { practice, doctor, patient } = await aPlace()
  const people = [patient, doctor, practice.nurse]
  const streams = await Promise.all(people.map(listening))
  const { draftId } = await anUpload(practice.nurse, { topicId: practice.topic.id, patientId: patient.id })
  await check(practice)
  expect(await heard(practice, streams, people)).toEqual([[], [], [draftId]])
})

test('sent before it was checked: whoever sees the conversation', async () => {
  const { practice, doctor, patient, otherPatient } = await aPlace()
  const { draftId, attachmentId } = await anUpload(patient, { topicId: practice.topic.id })
  const conversationId = uuidv7()
  await call(house(), patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'See the list.',
    draftId,
    attachmentIds: [attachmentId],
  })
  const people = [patient, otherPatient, doctor, practice.nurse]
  const streams = await Promise.all(people.map(listening))
  await check(practice)
  expect(await heard(practice, streams, people)).toEqual([[conversationId], [], [conversationId], [conversationId]])
})

test('missed while the line was down: it comes first after coming back', async () => {
  const { practice, patient } = await aPlace()
  const stream = await listening(patient)
  const { draftId } = await anUpload(patient, { topicId: practice.topic.id })
  await stream.heard(2)
  const lastId = stream.events.at(-1)?.id ?? ''
  stream.drop()
  await check(practice)
  const witness = await listening(practice.nurse)
  await heard(practice, [witness], [practice.nurse])
  const again = await openStream(port, patient, { lastId })
  opened.push(again)
  expect((await again.heard(1))[0]).toMatchObject({ type: 'change', draftId })
})
