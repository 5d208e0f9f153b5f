import { isDutyOf } from '../../policy/duties.ts'
import { type At, duty, first, type Operations, type Verdict } from './operation.ts'

/** The owner of an inbox and administrators; of an inbox that the practice has. */
const answering =
  (which: 'owner' | 'owner or backup') =>
  (at: At): Verdict => {
    const { facts, who, ids } = at
    const inbox = facts.answerers.find(({ practice, id }) => practice === who.practice && id === ids['careTeamId'])
    if (!isDutyOf(who.part, 'read when inboxes are checked')) {
      return 'forbidden'
    }
    if (inbox === undefined) {
      return 'hidden'
    }
    const isTheirs = inbox.owner === who.id || (which === 'owner or backup' && inbox.backup === who.id)
    const works = isDutyOf(who.part, 'read the queue')
    return who.part === 'administrator' || (isTheirs && works) ? 'allowed' : 'forbidden'
  }

/** Every colleague knows of every inbox; whoever works in it looks it through. */
function looking(at: At): Verdict {
  const { facts, who, ids } = at
  const inbox = facts.inboxes.find(({ practice, id }) => practice === who.practice && id === ids['careTeamId'])
  return first(
    duty('read the queue')(at),
    inbox === undefined ? 'hidden' : inbox.members.includes(who.id) ? 'allowed' : 'forbidden',
  )
}

export const checkOperations: Operations = {
  listCheckRosters: { ids: {}, verdict: duty('read when inboxes are checked') },
  saveCheckRoster: {
    ids: { careTeamId: 'inbox' },
    // The same each time, so that a repeat says what stands.
    rest: () => ({ isOn: false, graceMinutes: 30, times: [], version: 0 }),
    verdict: answering('owner'),
  },
  listInboxChecks: { ids: {}, verdict: duty('read when inboxes are checked') },
  checkInbox: { ids: { careTeamId: 'inbox' }, rest: () => ({ taskIds: [] }), verdict: looking },
  listChecks: { ids: { careTeamId: 'inbox' }, verdict: answering('owner or backup') },
}
