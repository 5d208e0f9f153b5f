import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { call } from '../testing/factories.ts'
import { api } from '../../shared/api/index.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { allow, aQuestion } from './consults.fixture.ts'

const staffAlone = memberStatuses({
  otherPractice: 200,
  patient: 403,
  otherPatient: 403,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 200,
  privacyOfficer: 200,
})
/** Whoever works in the inbox; nobody else knows of the conversation, and its patient does not do the clinic's part. */
const thoseOfTheInbox = { ...staffAlone, otherPractice: 404, administrator: 404, privacyOfficer: 404 }

/** Asked by the nurse, of the physician. */
async function anAskedQuestion(world: World) {
  const { house, practice } = world
  const { conversationId } = await aWaitingMessage(house, practice)
  const question = aQuestion(practice, conversationId)
  await call(house, practice.nurse, api.askClinician, question)
  return { conversationId, consultId: question.consultId }
}

export const consultRows: EndpointRows = {
  askClinician: {
    input: async ({ house, practice }, actor) => {
      const { conversationId } = await aWaitingMessage(house, practice)
      const { physician, nurse } = practice
      return aQuestion(practice, conversationId, { practitionerId: actor === 'physician' ? nurse.id : physician.id })
    },
    statuses: thoseOfTheInbox,
  },
  decideConsult: {
    input: async (world) => ({ ...(await anAskedQuestion(world)), decision: 'approve', seenSequence: 2 }),
    statuses: { ...thoseOfTheInbox, clerk: 403, nurse: 403 },
  },
  withdrawConsult: {
    input: anAskedQuestion,
    statuses: { ...thoseOfTheInbox, clerk: 403, physician: 403 },
  },
  sendOnBehalf: {
    input: async ({ house, practice }) => {
      await allow(house, practice, 'at-once').catch(() => undefined)
      return {
        conversationId: (await aWaitingMessage(house, practice)).conversationId,
        practitionerId: practice.physician.id,
        messageId: uuidv7(),
        consultId: uuidv7(),
        text: 'Your doctor says yes.',
        seenSequence: 2,
      }
    },
    // The physician let the nurse.
    statuses: { ...thoseOfTheInbox, clerk: 403, physician: 403 },
  },
  listDelegations: { input: () => ({}), statuses: staffAlone },
  saveDelegation: {
    input: ({ practice }) => ({ practitionerId: practice.clerk.id, allows: 'co-sign', version: 0 }),
    statuses: {
      ...staffAlone,
      otherPractice: 404,
      clerk: 403,
      nurse: 403,
      administrator: 403,
      privacyOfficer: 403,
    },
  },
}
