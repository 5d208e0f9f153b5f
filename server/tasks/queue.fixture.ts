import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

/** A message of a patient, waiting in the practice's inbox: its conversation and the task to answer it. */
export async function aWaitingMessage(
  house: TestHouse,
  practice: TestPractice,
  options: { patient?: PatientPerson; topicId?: string; subject?: string; text?: string } = {},
) {
  const patient = options.patient ?? (await aPatient(house, practice))
  const conversationId = uuidv7()
  const answer = await call(house, patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: options.topicId ?? practice.topic.id,
    subject: options.subject ?? 'A refill, please',
    text: options.text ?? 'I have two tablets left.',
    attachmentIds: [],
  })
  if (answer.status !== 200) {
    throw new Error(`the message was not sent: ${JSON.stringify(answer.body)}`)
  }
  const task = await openTaskOf(house, practice.id, conversationId)
  return { patient, conversationId, taskId: task.id, version: task.version, dueAt: task.due_at }
}

export async function aWaitingPractice(house: TestHouse, overrides: Parameters<typeof aPractice>[1] = {}) {
  const practice = await aPractice(house, overrides)
  return { practice, ...(await aWaitingMessage(house, practice)) }
}

/** A reply of a colleague, unread by the patient until they open it. */
export async function aReply(
  house: TestHouse,
  colleague: { id: string; as: Record<string, string> },
  conversationId: string,
) {
  const answer = await call(house, colleague, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'It is at your pharmacy tomorrow.',
    attachmentIds: [],
  })
  if (answer.status !== 200) {
    throw new Error(`the reply was not sent: ${JSON.stringify(answer.body)}`)
  }
}

/** The newest task of a conversation, as it is stored. */
export function openTaskOf(house: TestHouse, practiceId: string, conversationId: string) {
  return inPractice(house, practiceId, (tx) =>
    tx
      .selectFrom('tasks')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow(),
  )
}

/** What was done to the tasks of a conversation, in order. */
export function taskHistory(house: TestHouse, practiceId: string, conversationId: string) {
  return inPractice(house, practiceId, (tx) =>
    tx
      .selectFrom('task_events')
      .select(['act', 'actor_id', 'from_id', 'to_id', 'priority'])
      .where('conversation_id', '=', conversationId)
      .orderBy('id')
      .execute(),
  )
}
