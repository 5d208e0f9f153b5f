import { isDutyOf } from '../../policy/duties.ts'
import { type At, duty, type Operations, type Verdict } from './operation.ts'

/** Administrators see the practice, owner and backup of an inbox what is done in it, everybody their own. */
function figures(at: At): Verdict {
  const { who, ids, facts } = at
  if (!isDutyOf(who.part, 'read figures')) {
    return 'forbidden'
  }
  const { practitionerId, careTeamId } = ids
  const answersFor = facts.answerers.filter((inbox) => [inbox.owner, inbox.backup].includes(who.id))
  if (who.part === 'administrator' || practitionerId === who.id) {
    return 'allowed'
  }
  if (answersFor.length === 0) {
    return practitionerId === undefined ? 'allowed' : 'forbidden'
  }
  return careTeamId === undefined || answersFor.some(({ id }) => id === careTeamId) ? 'allowed' : 'forbidden'
}
const narrower = { topicId: 'topic', careTeamId: 'inbox', practitionerId: 'practitioner' } as const

export const seeingOperations: Operations = {
  readSeeing: { ids: {}, optional: narrower, verdict: figures },
  listSeen: { ids: {}, optional: narrower, rest: () => ({ figure: 'waiting' }), verdict: figures },
  exportSeeing: { ids: {}, optional: narrower, rest: () => ({ table: 'people' }), verdict: figures },
  listExpectations: { ids: {}, verdict: duty('read what is expected') },
  saveExpectations: {
    ids: {},
    rest: () => ({ items: [{ role: 'nurse', triageMinutes: 240, replyMinutes: null }], version: 0 }),
    verdict: duty('change what is expected'),
  },
}
