import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractice, call, type Person, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

export const proposal = 'You may take the next tablet tonight. Please write on Friday.'
export const question = 'Can she go on with half the dose?'

/** What a nurse would send to ask the physician, with an answer to the patient's first letter. */
export function aQuestion(practice: TestPractice, conversationId: string, more: Record<string, unknown> = {}) {
  return {
    conversationId,
    consultId: uuidv7(),
    practitionerId: practice.physician.id,
    kind: 'approval' as const,
    question,
    text: proposal as string | undefined,
    messageId: uuidv7(),
    seenSequence: 2,
    ...more,
  }
}

/** A message that waits, and a nurse who has asked the physician about it. */
export async function anAskedConversation(house: TestHouse, more: Record<string, unknown> = {}) {
  const practice = await aPractice(house)
  const waiting = await aWaitingMessage(house, practice)
  const asked = aQuestion(practice, waiting.conversationId, more)
  const answer = await call(house, practice.nurse, api.askClinician, asked)
  if (answer.status !== 200) {
    throw new Error(`the question was not asked: ${JSON.stringify(answer.body)}`)
  }
  return { practice, ...waiting, asked, consult: answer.body.consult }
}

export const write = (
  house: TestHouse,
  person: { id: string; as: Record<string, string> },
  conversationId: string,
  text = 'Yes.',
) => call(house, person, api.sendMessage, { conversationId, messageId: uuidv7(), text, attachmentIds: [] })

export function decide(
  house: TestHouse,
  who: Person,
  { conversationId, consultId }: { conversationId: string; consultId: string },
  more: { decision: 'approve' | 'edit' | 'return'; text?: string; seenSequence?: number },
) {
  return call(house, who, api.decideConsult, { conversationId, consultId, seenSequence: 2, ...more })
}

export async function allow(house: TestHouse, practice: TestPractice, allows: 'at-once' | 'co-sign' | 'nothing') {
  const answer = await call(house, practice.physician, api.saveDelegation, {
    practitionerId: practice.nurse.id,
    allows,
    version: 0,
  })
  if (answer.status !== 200) {
    throw new Error(`the colleague was not let: ${JSON.stringify(answer.body)}`)
  }
}
