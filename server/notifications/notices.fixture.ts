import { api } from '../../shared/api/index.ts'
import { enterSystem } from '../access/enter-system.ts'
import { practicesBy, type Turn } from '../access/sweep.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { lookAfterTexts } from './look-after-texts.ts'
import { notifyPatients } from './notify-patients.ts'
import { sendNotices } from './send-notices.ts'
import { sendTexts } from './send-texts.ts'

/** What the canary test looks for: none of these may stand in any mail. */
export const canaries = {
  practice: 'Canary-Practice-9fQ2',
  givenName: 'Canarina',
  familyName: 'Canaryfamily',
  subject: 'Canary-Subject-7Lp0',
  text: 'Canary-Words-3Kd8',
}

/** The clinic has written to a patient who has not read it. */
export async function anUnreadMessage(
  house: TestHouse,
  options: { practice?: TestPractice } & Parameters<typeof aPatient>[2] = {},
) {
  const { practice = await aPractice(house, { name: canaries.practice }), ...patientOptions } = options
  const patient = await aPatient(house, practice, {
    givenName: canaries.givenName,
    familyName: canaries.familyName,
    ...patientOptions,
  })
  const conversationId = await writeTo(house, practice, patient)
  return { practice, patient, conversationId }
}

export async function writeTo(house: TestHouse, practice: TestPractice, patient: PatientPerson): Promise<string> {
  const conversationId = uuidv7()
  const answer = await call(house, practice.nurse, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    patientId: patient.id,
    subject: canaries.subject,
    text: canaries.text,
    attachmentIds: [],
    mode: 'two-way',
  })
  if (answer.status !== 200) {
    throw new Error(`the clinic could not write: ${JSON.stringify(answer.body)}`)
  }
  return conversationId
}

/** Every notice of a practice, in the order in which they were made. */
export function noticesOf(house: TestHouse, practiceId: string) {
  return inPractice(house, practiceId, (tx) =>
    tx.selectFrom('notices').selectAll().where('practice_id', '=', practiceId).orderBy('id').execute(),
  )
}

export async function problemOf(house: TestHouse, practice: TestPractice, patient: { id: string }) {
  return (await call(house, practice.nurse, api.readPatient, { patientId: patient.id })).body.noticeProblem
}

export function turnIn({ worker }: TestHouse, practiceId: string): Turn {
  return {
    practiceId,
    inPractice: (work) => enterSystem(worker, practiceId, work),
    signal: new AbortController().signal,
    log: worker.house.log,
  }
}

/** What the worker does every few seconds. */
export async function makeNotices(house: TestHouse): Promise<void> {
  for (const practiceId of await practicesBy('practices_to_notify')(house.worker)) {
    await notifyPatients(turnIn(house, practiceId))
  }
}

export async function sendDueNotices(house: TestHouse): Promise<void> {
  for (const practiceId of await practicesBy('practices_with_due_notices')(house.worker)) {
    await sendNotices(turnIn(house, practiceId), 'email')
  }
}

/** Codes and notices by text, and how those that were taken went. */
export async function sendDueTexts(house: TestHouse): Promise<void> {
  for (const practiceId of await practicesBy('practices_with_due_texts')(house.worker)) {
    await sendTexts(turnIn(house, practiceId))
  }
}

export async function lookAfterDueTexts(house: TestHouse): Promise<void> {
  for (const practiceId of await practicesBy('practices_with_texts_to_look_after')(house.worker)) {
    await lookAfterTexts(turnIn(house, practiceId))
  }
}
