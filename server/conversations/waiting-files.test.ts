// What is promised here: whoever may see words on their way out opens the files that go with them, on record, and nobody else does;
// once they are a draft again, the files are their author's alone.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingPractice } from '../tasks/queue.fixture.ts'
import {
  aPatient,
  aPractice,
  aPractitioner,
  call,
  callLoosely,
  inPractice,
  type PatientPerson,
  type Person,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aFile, aWaitingAnswer, goTo, runSends } from './scheduled.fixture.ts'

const house = useTestHouse()

async function opens(who: Person, attachmentId: string): Promise<number> {
  const url = `/api/as/${who.id}/attachments/${attachmentId}/content`
  return (await house().app.inject({ method: 'GET', url, headers: who.as })).statusCode
}

type Entry = { act: string; outcome: number; object?: { id: string } }
/** Looks that were let through, and those that were refused. */
async function looksAt(practiceId: string, attachmentId: string): Promise<[number, number]> {
  const rows = await inPractice(house(), practiceId, (tx) => tx.selectFrom('audit_events').select('payload').execute())
  const looks = rows
    .map(({ payload }) => JSON.parse(Buffer.from(payload).toString()) as Entry)
    .filter(({ act, object }) => act === 'attachment.download' && object?.id === attachmentId)
  const seen = looks.filter(({ outcome }) => outcome === 0).length
  return [seen, looks.length - seen]
}

const clerksSee = (practice: TestPractice, clerk_view: 'full' | 'subject') =>
  inPractice(house(), practice.id, (tx) =>
    tx.updateTable('practices').set({ clerk_view }).where('practice_id', '=', practice.id).execute(),
  )

/** Those of its inbox alone; of these, who sees subjects alone knows of it and does not open it, and nobody takes it out. */
async function isSeenByItsInbox(practice: TestPractice, patient: PatientPerson, attachmentId: string): Promise<void> {
  const outsider = await aPractitioner(house(), practice, { role: 'nurse' })
  const stranger = (await aPractice(house())).nurse
  for (const who of [patient, outsider, practice.administrator, practice.privacyOfficer, stranger]) {
    expect(await opens(who, attachmentId)).toBe(404)
  }
  for (const who of [practice.nurse, practice.physician, practice.clerk]) {
    expect(await opens(who, attachmentId)).toBe(200)
  }
  expect(await looksAt(practice.id, attachmentId)).toEqual([3, 4])
  await clerksSee(practice, 'subject')
  expect([await opens(practice.clerk, attachmentId), await opens(practice.nurse, attachmentId)]).toEqual([403, 200])
  await clerksSee(practice, 'full')
  const removed = await callLoosely(house(), practice.physician, api.removeAttachment, { attachmentId })
  expect(removed.status).toBe(403)
}

async function anAnswerWithFile() {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const draftId = uuidv7()
  await call(house(), practice.nurse, api.saveDraft, { draftId, conversationId, text: 'It', version: 0 })
  const [attachmentId, left] = [
    await aFile(house(), practice.nurse, draftId),
    await aFile(house(), practice.nurse, draftId),
  ]
  const held = await aWaitingAnswer(house(), practice.nurse, conversationId, { draftId, attachmentIds: [attachmentId] })
  return { practice, patient, conversationId, attachmentId, left, held }
}

test('a file of an answer that waits is opened by who sees the answer, until it is a draft again', async () => {
  const { practice, patient, conversationId, attachmentId, left, held } = await anAnswerWithFile()
  await isSeenByItsInbox(practice, patient, attachmentId)
  // What stays behind in the draft does not wait.
  expect([await opens(practice.physician, left), await opens(practice.nurse, left)]).toEqual([404, 200])
  await call(house(), practice.physician, api.cancelScheduledSend, { conversationId, messageId: held.messageId })
  expect([await opens(practice.physician, attachmentId), await opens(practice.nurse, attachmentId)]).toEqual([404, 200])
})

test.each([
  ['its author may not act any more: the words are left to the colleagues, with their files', 'suspended', 200],
  ['the patient wrote: the words are their author’s again, with their files', null, 404],
] as const)('an answer did not go out. %s', async (_what, status, answer) => {
  const { practice, patient, conversationId, attachmentId, held } = await anAnswerWithFile()
  await (status === null
    ? call(house(), patient, api.sendMessage, { conversationId, messageId: uuidv7(), text: 'And?', attachmentIds: [] })
    : inPractice(house(), practice.id, (tx) =>
        tx.updateTable('memberships').set({ status }).where('id', '=', practice.nurse.id).execute(),
      ))
  goTo(house(), held.sendAt)
  await runSends(house())
  expect(await opens(practice.physician, attachmentId)).toBe(answer)
})

test('a file of a first message that waits is opened by the inbox to which it will belong', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  await call(house(), practice.nurse, api.saveDraft, { draftId, patientId: patient.id, text: 'It', version: 0 })
  const attachmentId = await aFile(house(), practice.nurse, draftId)
  const start = { conversationId: uuidv7(), messageId: uuidv7(), draftId, patientId: patient.id, subject: '' }
  await call(house(), practice.nurse, api.scheduleStart, {
    ...start,
    topicId: practice.topic.id,
    text: 'Bring this along.',
    attachmentIds: [attachmentId],
  })
  await isSeenByItsInbox(practice, patient, attachmentId)
  await call(house(), practice.clerk, api.cancelScheduledStart, { messageId: start.messageId })
  expect([await opens(practice.physician, attachmentId), await opens(practice.nurse, attachmentId)]).toEqual([404, 200])
})
