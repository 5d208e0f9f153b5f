import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { call } from '../testing/factories.ts'
import { aConversation, onConversation } from './endpoint-actors.ts'

const byStaff = { ...onConversation, patient: 403 }
const ownList = memberStatuses({
  otherPractice: 200,
  patient: 403,
  otherPatient: 403,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 403,
  privacyOfficer: 403,
})

async function anAnswer(world: World) {
  return {
    conversationId: await aConversation(world),
    messageId: uuidv7(),
    draftId: uuidv7(),
    text: 'Come in tomorrow.',
    attachmentIds: [],
    seenSequence: 2,
  }
}

/** Of the nurse. */
async function aWaitingAnswer(world: World): Promise<{ conversationId: string; messageId: string }> {
  const answer = await anAnswer(world)
  await call(world.house, world.practice.nurse, api.scheduleSend, answer)
  return { conversationId: answer.conversationId, messageId: answer.messageId }
}

export const scheduledSendRows: EndpointRows = {
  scheduleSend: { input: anAnswer, statuses: byStaff },
  cancelScheduledSend: { input: aWaitingAnswer, statuses: byStaff },
  sendScheduledNow: {
    input: aWaitingAnswer,
    // It is the author's act.
    statuses: { ...byStaff, clerk: 403, physician: 403 },
  },
  listScheduledSends: { input: () => ({}), statuses: ownList },
  listSendTimes: { input: () => ({}), statuses: ownList },
}
