import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { openTaskOf } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, type PatientPerson, type Person, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'

/** Counts as the worker does, `times` over: twice is once. */
export async function countDays(house: TestHouse, times = 1): Promise<void> {
  const chosen = schedule.filter(({ name }) => name === 'count-days')
  const worker = startWorker(house.worker, chosen, createLogger({ level: 'silent' }))
  for (let time = 0; time < times; time++) {
    await worker.runOnce('count-days')
  }
  await worker.stop()
}

export async function write(
  house: TestHouse,
  practice: TestPractice,
  patient: PatientPerson,
  conversationId = uuidv7(),
) {
  await done(
    call(house, patient, api.startConversation, {
      conversationId,
      messageId: uuidv7(),
      topicId: practice.topic.id,
      subject: 'A refill',
      text: 'I have two tablets left.',
      attachmentIds: [],
    }),
  )
  return conversationId
}

export async function reply(house: TestHouse, from: Person, conversationId: string): Promise<void> {
  const letter = { conversationId, messageId: uuidv7(), text: 'It is ready.', attachmentIds: [] }
  await done(call(house, from, api.sendMessage, letter))
}

export async function open(house: TestHouse, colleague: Person, conversationId: string): Promise<void> {
  await done(call(house, colleague, api.showPresence, { conversationId, isWriting: false }))
}

export async function done<T extends { status: number; body: unknown }>(answering: Promise<T>): Promise<T> {
  const answer = await answering
  if (answer.status !== 200) {
    throw new Error(`refused: ${JSON.stringify(answer.body)}`)
  }
  return answer
}

/**
 * A Tuesday of a clinic that is open from 9 to 12 and from 1 to 5. One message is answered in an hour by the nurse, one in the
 * evening by the physician who closes it, and one waits. Ends at 7 in the evening.
 */
export async function aCountedDay(house: TestHouse) {
  const practice = await aPractice(house)
  const [english, french, waiting] = await Promise.all([
    aPatient(house, practice),
    aPatient(house, practice, { language: 'fr', birthDate: '1944-01-01' }),
    aPatient(house, practice),
  ])
  const { nurse, physician } = practice
  const answered = await write(house, practice, english)
  await reply(house, english, answered)
  house.clock.advance({ minutes: 30 })
  await open(house, nurse, answered)
  await open(house, nurse, answered)
  const task = await openTaskOf(house, practice.id, answered)
  await done(call(house, nurse, api.acceptTask, { taskId: task.id, version: task.version }))
  house.clock.advance({ minutes: 30 })
  await reply(house, nurse, answered)
  const closed = await write(house, practice, french)
  house.clock.advance({ hours: 8 })
  await open(house, physician, closed)
  await reply(house, physician, closed)
  const { body } = await call(house, physician, api.readConversation, { conversationId: closed })
  const closure = { conversationId: closed, outcome: 'visit-avoided', version: body.version } as const
  await done(call(house, physician, api.closeConversation, closure))
  const open3 = await write(house, practice, waiting)
  return { practice, english, french, waiting, conversations: { answered, closed, waiting: open3 } }
}
