import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aWaitingMessage } from './queue.fixture.ts'

/** Who works in inboxes; a colleague of the other practice has a queue of their own. */
const workingColleagues = memberStatuses({
  otherPractice: 200,
  patient: 403,
  otherPatient: 403,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 403,
  privacyOfficer: 403,
})
/** A task is known to whoever sees its conversation: its patient (who may do nothing with it) and those of its inbox. */
const thoseOfTheInbox = {
  ...workingColleagues,
  otherPractice: 404,
  otherPatient: 404,
  administrator: 404,
  privacyOfficer: 404,
}

async function aTask({ house, practice, patient }: World) {
  const { taskId, version } = await aWaitingMessage(house, practice, { patient })
  return { taskId, version }
}

export const taskRows: EndpointRows = {
  listInboxes: { input: () => ({}), statuses: workingColleagues },
  listQueue: { input: () => ({}), statuses: workingColleagues },
  acceptTask: { input: aTask, statuses: thoseOfTheInbox },
  releaseTask: { input: async (world) => ({ taskId: (await aTask(world)).taskId }), statuses: thoseOfTheInbox },
  assignTask: {
    input: async (world) => ({ ...(await aTask(world)), practitionerId: world.practice.nurse.id }),
    statuses: thoseOfTheInbox,
  },
  completeTask: {
    input: async (world) => ({ ...(await aTask(world)), outcome: 'no-reply-needed' }),
    statuses: thoseOfTheInbox,
  },
}
