import type { TaskStatus } from '../../shared/task.ts'
import { type Addressee, chooseResponder, chooseStandIn } from '../routing/choose-responder.ts'
import type { CoverFacts } from '../routing/cover-facts.ts'

/** What says whose an open task is. `home_care_team_id` is the inbox that was asked, or its conversation's. */
export type CoveredTask = {
  status: TaskStatus
  owner_id: string | null
  care_team_id: string
  home_care_team_id: string
  covering_for_id: string | null
  covering_for_care_team_id: string | null
  escalated_to_id: string | null
}
export type Place = Pick<CoveredTask, 'owner_id' | 'care_team_id' | 'covering_for_id' | 'covering_for_care_team_id'>
export type CoverPlan = {
  /** Where it is to be, when that is elsewhere. */
  move: (Place & { act: 'cover' | 'hand-back' | 'release' }) | null
  /** Whoever was told that it is late is away now: somebody else is to be told. */
  tellAgain: boolean
  lookAgainAt: Date
}

/** Who is to act on an open task at an instant, and what has to change for that. */
export function planCover(facts: CoverFacts, task: CoveredTask, at: Date): CoverPlan {
  const responder = chooseResponder(facts, addresseeOf(task), at)
  const told = task.escalated_to_id === null ? null : chooseStandIn(facts, task.escalated_to_id, at)
  const place = placeOf(responder)
  return {
    move: isThere(facts, task, place, at) ? null : { ...place, act: actOf(task, place) },
    tellAgain: told !== null && told.id !== task.escalated_to_id,
    lookAgainAt: new Date(Math.min(responder.until.getTime(), told?.until.getTime() ?? Number.POSITIVE_INFINITY)),
  }
}

/** Whose it is: of whom somebody stands in for, of its owner, or of its inbox. */
export function addresseeOf(
  task: Pick<CoveredTask, 'owner_id' | 'covering_for_id' | 'covering_for_care_team_id' | 'home_care_team_id'>,
): Addressee {
  const personId = task.covering_for_id ?? (task.covering_for_care_team_id === null ? task.owner_id : null)
  return { personId, careTeamId: task.home_care_team_id }
}

export function placeOf({
  ownerId,
  careTeamId,
  coveringFor,
}: Pick<ReturnType<typeof chooseResponder>, 'ownerId' | 'careTeamId' | 'coveringFor'>): Place {
  return {
    owner_id: ownerId,
    care_team_id: careTeamId,
    covering_for_id: coveringFor?.kind === 'practitioner' ? coveringFor.id : null,
    covering_for_care_team_id: coveringFor?.kind === 'care-team' ? coveringFor.id : null,
  }
}

/** It comes to who acts for its addressee, or back to the addressee; or to the inbox, when the addressee is gone. */
function actOf(task: CoveredTask, place: Place): 'cover' | 'hand-back' | 'release' {
  if (place.covering_for_id !== null || place.covering_for_care_team_id !== null) {
    return 'cover'
  }
  return place.owner_id === null && task.covering_for_care_team_id === null ? 'release' : 'hand-back'
}

function isThere(facts: CoverFacts, task: CoveredTask, place: Place, at: Date): boolean {
  const isWithOwner = task.owner_id === place.owner_id || (place.owner_id === null && isClaimed(facts, task, at))
  return (
    isWithOwner &&
    task.care_team_id === place.care_team_id &&
    task.covering_for_id === place.covering_for_id &&
    task.covering_for_care_team_id === place.covering_for_care_team_id
  )
}

/** Where an inbox is to act, whoever of it has claimed the task and is there does. */
function isClaimed(facts: CoverFacts, task: CoveredTask, at: Date): boolean {
  return (
    task.status === 'accepted' && task.owner_id !== null && chooseStandIn(facts, task.owner_id, at).id === task.owner_id
  )
}
