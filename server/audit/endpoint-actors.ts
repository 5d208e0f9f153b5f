import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aGrant } from './grants.fixture.ts'

const nobody = memberStatuses({
  otherPractice: 403,
  patient: 403,
  otherPatient: 403,
  clerk: 403,
  nurse: 403,
  physician: 403,
  administrator: 403,
  privacyOfficer: 403,
})
const privacyOfficerAlone = { ...nobody, privacyOfficer: 200 }

async function ofAGrant({ house, practice, patient }: World) {
  return { grantId: await aGrant(house, practice, patient) }
}

/** Who reads the log, and who may look at a patient for a stated reason. */
export const auditRows: EndpointRows = {
  searchAudit: { input: () => ({}), statuses: privacyOfficerAlone },
  readAuditState: { input: () => ({}), statuses: { ...privacyOfficerAlone, administrator: 200 } },
  listAccess: { input: () => ({}), statuses: { ...nobody, patient: 200, otherPatient: 200 } },
  grantAccess: {
    input: ({ patient }) => ({ patientId: patient.id, reason: 'Covering for Dr. Haddad today.' }),
    statuses: { ...nobody, otherPractice: 404, nurse: 200, physician: 200 },
  },
  listGrants: { input: () => ({ open: 'true' }), statuses: privacyOfficerAlone },
  reviewGrant: { input: ofAGrant, statuses: privacyOfficerAlone },
}
