import { isDutyOf } from '../../policy/duties.ts'
import { type At, duty, type Operations, type Verdict } from './operation.ts'

/** Each has views of their own: those of another are not there, whatever they hold. */
const own = ({ facts, who, ids }: At): Verdict => {
  const view = facts.views.find(({ practice, id }) => practice === who.practice && id === ids['viewId'])
  if (!isDutyOf(who.part, 'search messages')) {
    return 'forbidden'
  }
  return view?.owner === who.id && !view.isRemoved ? 'allowed' : 'hidden'
}
/** A new one, or a change of one's own. */
const savable = (at: At): Verdict => {
  const isTaken = at.facts.views.some(({ practice, id }) => practice === at.who.practice && id === at.ids['viewId'])
  return isTaken ? own(at) : duty('search messages')(at)
}

export const searchOperations: Operations = {
  // Words that stand in every record: whatever may be found is found.
  search: {
    ids: {},
    optional: { patientId: 'patient', topicId: 'topic', practitionerId: 'practitioner' },
    rest: (at) => ({ words: at.prefix, limit: 50 }),
    verdict: duty('search messages'),
  },
  listViews: { ids: {}, verdict: duty('search messages') },
  saveView: {
    ids: {},
    makes: { viewId: 'view' },
    optional: { patientId: 'patient' },
    within: ['patientId'],
    rest: (at) => ({
      name: at.word('view'),
      filters: {
        words: at.word('view'),
        ...(at.ids['patientId'] !== undefined && { patientId: at.ids['patientId'] }),
      },
      version: at.versionOf(at.ids['viewId'] ?? ''),
    }),
    verdict: savable,
  },
  removeView: { ids: { viewId: 'view' }, verdict: own },
}
