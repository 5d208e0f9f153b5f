/** What of a task says whether it has found an end, for now. */
export type Seen = {
  status: string
  owner: { id: string } | null
  careTeam: { id: string }
  deferral: { until: string } | null
}
export type FocusOutcome = 'done' | 'waiting' | 'deferred' | 'assigned'

/**
 * How the one that was taken ended, for whoever took it: answered or settled, with an answer that waits to go out, put off, or
 * with others; null while they still have to say. `first` is how it was when it was taken. Pure: tested as a table.
 */
export function outcomeOf(
  first: Seen,
  task: Seen,
  at: { me: string; now: Date; isAnswerWaiting: boolean },
): FocusOutcome | null {
  if (task.status !== 'requested' && task.status !== 'accepted') {
    return 'done'
  }
  if (at.isAnswerWaiting) {
    return 'waiting'
  }
  if (task.deferral !== null && new Date(task.deferral.until) > at.now) {
    return 'deferred'
  }
  const isGiven = task.owner !== null && task.owner.id !== at.me && task.owner.id !== first.owner?.id
  return isGiven || task.careTeam.id !== first.careTeam.id ? 'assigned' : null
}
