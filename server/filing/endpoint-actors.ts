import { theConversation } from '../conversations/endpoint-actors.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'

export const filingRows: EndpointRows = {
  fileConversation: {
    input: async (world) => ({ conversationId: await theConversation(world), filingId: uuidv7() }),
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
  listUnfiled: {
    input: () => ({}),
    statuses: memberStatuses({
      otherPractice: 200,
      patient: 403,
      otherPatient: 403,
      clerk: 200,
      nurse: 200,
      physician: 200,
      administrator: 200,
      privacyOfficer: 403,
    }),
  },
}
