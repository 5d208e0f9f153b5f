import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

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

/** The nurse owns the inbox, and the physician is its backup. */
export const checkRows: EndpointRows = {
  listCheckRosters: { input: () => ({}), statuses: staffAlone },
  saveCheckRoster: {
    input: ({ practice }) => ({
      careTeamId: practice.careTeam.id,
      isOn: true,
      graceMinutes: 30,
      times: [{ weekday: 1, at: '09:00', practitionerId: null }],
      version: 0,
    }),
    statuses: { ...staffAlone, otherPractice: 404, clerk: 403, physician: 403, privacyOfficer: 403 },
  },
  listInboxChecks: { input: () => ({}), statuses: staffAlone },
  checkInbox: {
    input: ({ practice }) => ({ careTeamId: practice.careTeam.id, taskIds: [] }),
    statuses: { ...staffAlone, otherPractice: 404, administrator: 403, privacyOfficer: 403 },
  },
  listChecks: {
    input: ({ practice }) => ({ careTeamId: practice.careTeam.id }),
    statuses: { ...staffAlone, otherPractice: 404, clerk: 403, privacyOfficer: 403 },
  },
}
