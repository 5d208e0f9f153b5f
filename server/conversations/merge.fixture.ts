import { api } from '../../shared/api/index.ts'
import { aWaitingMessage, aWaitingPractice, openTaskOf } from '../tasks/queue.fixture.ts'
import { call, inPractice, type PatientPerson } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

type Colleague = Parameters<typeof call>[1]

/** Two messages of one patient about the same thing, the second an hour later; the head is the first unless a test says other. */
export async function twoConversations(house: TestHouse) {
  const first = await aWaitingPractice(house)
  house.clock.advance({ hours: 1 })
  const { practice, patient } = first
  const second = await aWaitingMessage(house, practice, {
    patient,
    subject: 'Again the refill',
    text: 'One tablet now.',
  })
  house.clock.advance({ minutes: 5 })
  const [headId, otherId] = [first.conversationId, second.conversationId]
  const acts = mergeActs(house, practice.nurse)
  return {
    practice,
    patient,
    headId,
    otherId,
    first,
    second,
    ...acts,
    read: (id: string, as: Colleague = practice.nurse) => readBy(house, as, id),
    tasksOf: (id: string) => tasksOf(house, practice.id, id),
    openTask: (id: string) => openTaskOf(house, practice.id, id),
    merge: (options: Parameters<typeof acts.merge>[2] = {}) => acts.merge(headId, otherId, options),
    unmerge: (as?: Colleague) => acts.unmerge(headId, otherId, as),
  }
}

export function mergeActs(house: TestHouse, nurse: Colleague) {
  return {
    merge: async (
      conversationId: string,
      otherId: string,
      options: { as?: Colleague; version?: number; otherVersion?: number } = {},
    ) => {
      const versions = [options.version ?? (await versionOf(house, nurse, conversationId))]
      versions.push(options.otherVersion ?? (await versionOf(house, nurse, otherId)))
      const [version = 0, otherVersion = 0] = versions
      const input = { conversationId, otherId, version, otherVersion }
      return call(house, options.as ?? nurse, api.mergeConversation, input)
    },
    unmerge: (conversationId: string, otherId: string, as: Colleague = nurse) =>
      call(house, as, api.unmergeConversation, { conversationId, otherId }),
  }
}

async function readBy(house: TestHouse, as: Colleague, conversationId: string) {
  return (await call(house, as, api.readConversation, { conversationId })).body
}

/** 1 where this colleague cannot tell. */
async function versionOf(house: TestHouse, as: Colleague, conversationId: string): Promise<number> {
  return (await readBy(house, as, conversationId)).version ?? 1
}

function tasksOf(house: TestHouse, practiceId: string, conversationId: string) {
  return inPractice(house, practiceId, (tx) =>
    tx.selectFrom('tasks').selectAll().where('conversation_id', '=', conversationId).orderBy('id').execute(),
  )
}

export function aLine(house: TestHouse, patient: PatientPerson, conversationId: string, messageId: string) {
  return call(house, patient, api.sendMessage, { conversationId, messageId, text: 'More.', attachmentIds: [] })
}
