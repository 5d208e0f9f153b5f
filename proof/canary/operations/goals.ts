import { isDutyOf } from '../../policy/duties.ts'
import { type At, duty, first, type Operations, type Verdict } from './operation.ts'

const off = { isOn: false, kind: 'age', most: 2, by: null, weekdays: [], version: 0 } as const

/** The owner of an inbox and administrators; of an inbox that the practice has. */
function settingGoal(at: At): Verdict {
  const { facts, who, ids } = at
  const inbox = facts.answerers.find(({ practice, id }) => practice === who.practice && id === ids['careTeamId'])
  if (!isDutyOf(who.part, 'read clearing goals')) {
    return 'forbidden'
  }
  if (inbox === undefined) {
    return 'hidden'
  }
  return who.part === 'administrator' || inbox.owner === who.id ? 'allowed' : 'forbidden'
}

/** How an inbox stands is for those who work in it. */
function readingDay(at: At): Verdict {
  const { facts, who, ids } = at
  const inbox = facts.inboxes.find(({ practice, id }) => practice === who.practice && id === ids['careTeamId'])
  return first(
    duty('read the queue')(at),
    ids['careTeamId'] === undefined
      ? 'allowed'
      : inbox === undefined
        ? 'hidden'
        : inbox.members.includes(who.id)
          ? 'allowed'
          : 'forbidden',
  )
}

export const goalOperations: Operations = {
  listGoals: { ids: {}, verdict: duty('read clearing goals') },
  readGoalDay: { ids: {}, optional: { careTeamId: 'inbox' }, verdict: readingDay },
  saveOwnGoal: { ids: {}, rest: () => off, verdict: duty('read the queue') },
  saveInboxGoal: { ids: { careTeamId: 'inbox' }, rest: () => off, verdict: settingGoal },
}
