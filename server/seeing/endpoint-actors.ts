import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

/** Everybody who works here sees figures, each within what they answer for; whoever asks from another practice gets their own. */
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
/** The nurse owns the inbox and the physician is its backup. */
const whoAnswersForTheInbox = { ...staffAlone, clerk: 403, privacyOfficer: 403, otherPractice: 403 }

export const seeingRows: EndpointRows = {
  readSeeing: {
    input: ({ practice }) => ({ careTeamId: practice.careTeam.id, practitionerId: practice.administrator.id }),
    statuses: whoAnswersForTheInbox,
  },
  listSeen: { input: () => ({ figure: 'waiting' }), statuses: staffAlone },
  exportSeeing: { input: () => ({ table: 'steps' }), statuses: staffAlone },
  listExpectations: { input: () => ({}), statuses: staffAlone },
  saveExpectations: {
    input: () => ({ items: [{ role: 'nurse', triageMinutes: 240, replyMinutes: null }], version: 0 }),
    statuses: {
      ...staffAlone,
      clerk: 403,
      nurse: 403,
      physician: 403,
      privacyOfficer: 403,
      otherPractice: 403,
    },
  },
}
