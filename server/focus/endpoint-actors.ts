import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

/** Who works in inboxes; a colleague of the other practice has a round of their own. */
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

export const focusRows: EndpointRows = {
  takeNext: { input: ({ house }) => ({ since: house.clock.now().toISOString() }), statuses: workingColleagues },
  readRound: { input: ({ house }) => ({ since: house.clock.now().toISOString() }), statuses: workingColleagues },
  readMessagePlan: { input: () => ({}), statuses: workingColleagues },
  saveMessagePlan: {
    input: () => ({ blocks: [{ weekday: 1, from: '09:00', until: '09:30' }], version: 0 }),
    statuses: workingColleagues,
  },
  makeCalendarFeed: { input: () => ({}), statuses: workingColleagues },
  endCalendarFeed: { input: () => ({}), statuses: workingColleagues },
  passOver: {
    input: async ({ house, practice, patient }) => ({
      taskId: (await aWaitingMessage(house, practice, { patient })).taskId,
      reason: 'needs-time',
    }),
    statuses: {
      ...workingColleagues,
      otherPractice: 404,
      otherPatient: 404,
      administrator: 404,
      privacyOfficer: 404,
    },
  },
}
