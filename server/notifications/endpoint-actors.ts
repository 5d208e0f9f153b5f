import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'
import { writeTo } from './notices.fixture.ts'

/** A patient says how they are told; on a server without a gateway there is nothing to choose. */
const patientAlone = (status: number) =>
  memberStatuses({
    otherPractice: 403,
    patient: status,
    otherPatient: status,
    clerk: 403,
    nurse: 403,
    physician: 403,
    administrator: 403,
    privacyOfficer: 403,
  })

export const notificationRows: EndpointRows = {
  readMobileNumber: { input: () => ({}), statuses: patientAlone(200) },
  saveMobileNumber: { input: () => ({ number: '416-555-0123' }), statuses: patientAlone(409) },
  proveMobileNumber: { input: () => ({ code: '123456' }), statuses: patientAlone(200) },
  chooseNotices: { input: () => ({ choice: 'text' }), statuses: patientAlone(409) },
  removeMobileNumber: { input: () => ({}), statuses: patientAlone(200) },
  listNotices: {
    input: async ({ house, practice, patient }) => ({ conversationId: await writeTo(house, practice, patient) }),
    statuses: memberStatuses({
      otherPractice: 404,
      patient: 403,
      otherPatient: 404,
      clerk: 200,
      nurse: 200,
      physician: 200,
      administrator: 404,
      privacyOfficer: 404,
    }),
  },
}
