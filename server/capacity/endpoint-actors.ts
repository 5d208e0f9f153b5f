import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aPatient, inPractice } from '../testing/factories.ts'
import { aPause } from './capacity.fixture.ts'

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
const administratorAlone = {
  ...staffAlone,
  otherPractice: 403,
  clerk: 403,
  nurse: 403,
  physician: 403,
  privacyOfficer: 403,
}
const patientsAlone = {
  ...staffAlone,
  otherPractice: 403,
  patient: 200,
  otherPatient: 200,
  clerk: 403,
  nurse: 403,
  physician: 403,
  administrator: 403,
  privacyOfficer: 403,
}
/** Whoever works in the inbox; nobody else knows of the conversation, and its patient does not do the clinic's part. */
const thoseOfTheInbox = { ...staffAlone, otherPractice: 404, administrator: 404, privacyOfficer: 404 }
const clinicians = { ...staffAlone, clerk: 403, administrator: 403, privacyOfficer: 403 }

async function aMessage({ house, practice }: World) {
  return (await aWaitingMessage(house, practice)).conversationId
}

const aBlock = ({ house }: World) => ({
  blockId: uuidv7(),
  reason: 'Forty messages in two days',
  endsAt: new Date(house.clock.now().getTime() + 86_400_000).toISOString(),
  conversationId: uuidv7(),
  messageId: uuidv7(),
})

/** A patient of their own for each, so that no block is in another's way. */
async function someone({ house, practice }: World): Promise<string> {
  return (await aPatient(house, practice)).id
}

export const capacityRows: EndpointRows = {
  readWriting: { input: () => ({}), statuses: patientsAlone },
  listPauses: { input: () => ({}), statuses: staffAlone },
  savePause: { input: ({ house }) => aPause(house), statuses: administratorAlone },
  endPause: { input: () => ({ pauseId: uuidv7() }), statuses: { ...administratorAlone, administrator: 404 } },
  readPatientLimits: { input: () => ({}), statuses: staffAlone },
  savePatientLimits: {
    input: () => ({ openConversations: 20, messagesADay: 50, coolDownMinutes: null, version: 0 }),
    statuses: administratorAlone,
  },
  readStanding: {
    input: ({ patient }) => ({ patientId: patient.id }),
    statuses: { ...staffAlone, otherPractice: 404 },
  },
  blockPatient: {
    input: async (world) => ({ patientId: await someone(world), ...aBlock(world) }),
    statuses: { ...clinicians, otherPractice: 404 },
  },
  scheduleBlock: {
    input: async (world) => ({ patientId: await someone(world), draftId: uuidv7(), ...aBlock(world) }),
    statuses: { ...clinicians, otherPractice: 404 },
  },
  liftBlock: {
    input: ({ patient }) => ({ patientId: patient.id, blockId: uuidv7() }),
    statuses: { ...clinicians, otherPractice: 404, nurse: 404, physician: 404, administrator: 404 },
  },
  listBlocks: {
    input: () => ({}),
    statuses: { ...staffAlone, otherPractice: 403, clerk: 403, nurse: 403, physician: 403 },
  },
  listCoachingTexts: { input: () => ({}), statuses: staffAlone },
  saveCoachingText: {
    input: () => ({ kind: 'tone', text: { en: 'Please be kind.', fr: 'Soyez aimable.' }, version: 0 }),
    statuses: administratorAlone,
  },
  coachPatient: {
    input: async (world) => ({
      conversationId: await aMessage(world),
      messageId: uuidv7(),
      kind: 'one-thing',
      text: 'One thing at a time, please.',
    }),
    statuses: thoseOfTheInbox,
  },
  redirectToBooking: {
    input: async (world) => {
      const { house, practice } = world
      await inPractice(house, practice.id, (tx) =>
        tx
          .updateTable('practices')
          .set({ booking_url: 'https://book.example.test/' })
          .where('practice_id', '=', practice.id)
          .execute(),
      )
      return {
        conversationId: await aMessage(world),
        messageId: uuidv7(),
        text: 'Book here: https://book.example.test/',
        outcome: 'redirected',
      }
    },
    // Whether there is a booking page is asked before anything of the other practice could be found.
    statuses: { ...thoseOfTheInbox, otherPractice: 409 },
  },
}
