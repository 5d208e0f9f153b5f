import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call } from '../testing/factories.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'

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

/** Each has views of their own: those of another are not there. */
const theNurseAlone = { ...workingColleagues, otherPractice: 404, clerk: 404, physician: 404 }

async function aView({ house, practice }: World): Promise<string> {
  const viewId = uuidv7()
  const filters = { words: 'tablets', topicId: practice.topic.id }
  await call(house, practice.nurse, api.saveView, { viewId, name: viewId, filters, version: 0 })
  return viewId
}

export const searchRows: EndpointRows = {
  search: { input: () => ({ words: 'tablets' }), statuses: workingColleagues },
  listViews: { input: () => ({}), statuses: workingColleagues },
  saveView: {
    input: () => ({ viewId: uuidv7(), name: 'Tablets', filters: { words: 'tablets' }, version: 0 }),
    statuses: workingColleagues,
  },
  removeView: { input: async (world) => ({ viewId: await aView(world) }), statuses: theNurseAlone },
}
