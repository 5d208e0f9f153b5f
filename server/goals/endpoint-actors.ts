import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

const goal = { isOn: true, kind: 'age', most: 2, by: '17:00', weekdays: [1, 2, 3, 4, 5], version: 0 } as const

/** The nurse owns the inbox; physician and clerk work in it too. */
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

export const goalRows: EndpointRows = {
  listGoals: { input: () => ({}), statuses: { ...workingColleagues, administrator: 200 } },
  readGoalDay: {
    input: ({ practice }) => ({ careTeamId: practice.careTeam.id }),
    statuses: { ...workingColleagues, otherPractice: 404 },
  },
  saveOwnGoal: { input: () => goal, statuses: workingColleagues },
  saveInboxGoal: {
    input: ({ practice }) => ({ ...goal, careTeamId: practice.careTeam.id }),
    statuses: { ...workingColleagues, otherPractice: 404, administrator: 200, clerk: 403, physician: 403 },
  },
}
