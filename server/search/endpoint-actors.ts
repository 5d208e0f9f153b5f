import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

/** Who works in inboxes searches what they see there; a colleague of the other practice searches theirs. */
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

export const searchRows: EndpointRows = {
  search: { input: () => ({ words: 'tablets' }), statuses: workingColleagues },
}
