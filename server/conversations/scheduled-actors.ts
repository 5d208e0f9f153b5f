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

const toPatient = { ...ownList, otherPractice: 404 }

async function aStart({ house, practice, patient }: World) {
  const { body } = await call(house, practice.nurse, api.listSendTimes, {})
  return {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    draftId: uuidv7(),
    patientId: patient.id,
    topicId: practice.topic.id,
    subject: '',
    text: 'Come in tomorrow.',
    attachmentIds: [],
    sendAt: body.items[0]?.local ?? '',
  }
}

/** Of the nurse. */
async function aWaitingStart(world: World): Promise<{ messageId: string }> {
  const start = await aStart(world)
  await call(world.house, world.practice.nurse, api.scheduleStart, start)
  return { messageId: start.messageId }
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
  scheduleStart: { input: aStart, statuses: toPatient },
  cancelScheduledStart: { input: aWaitingStart, statuses: toPatient },
  sendScheduledStartNow: {
    input: aWaitingStart,
    // It is the author's act.
    statuses: { ...toPatient, clerk: 403, physician: 403 },
  },
  listScheduledStarts: { input: ({ patient }) => ({ patientId: patient.id }), statuses: toPatient },
  listSendTimes: { input: () => ({}), statuses: ownList },
}
