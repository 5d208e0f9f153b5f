import type { GoalKind } from '../../shared/goal.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { goals as api } from '../../shared/api/goals.ts'
import type { Context } from '../access/context.ts'

/** Whose goal: one's own, or that of an inbox. */
export type Whose = { practitionerId: string; careTeamId: null } | { practitionerId: null; careTeamId: string }
export type GoalView = ResultOf<typeof api.saveOwnGoal>
type Row = {
  is_on: boolean | null
  kind: string | null
  most: number | null
  due_by: string | null
  weekdays: number[] | null
  version: number | null
}

export function selectGoal(ctx: Context, whose: Whose) {
  return ctx.tx
    .selectFrom('goals')
    .select(['is_on', 'kind', 'most', 'due_by', 'weekdays', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) =>
      whose.careTeamId === null
        ? eb('practitioner_id', '=', whose.practitionerId)
        : eb('care_team_id', '=', whose.careTeamId),
    )
    .executeTakeFirst()
}

/** A goal as it is stored; one that was never saved is off, and asks what most clinics promise. */
export function viewGoal(row: Row | undefined): GoalView {
  return {
    isOn: row?.is_on ?? false,
    kind: (row?.kind ?? 'age') as GoalKind,
    most: row?.most ?? 2,
    by: row?.due_by?.slice(0, 5) ?? null,
    weekdays: row?.weekdays ?? [1, 2, 3, 4, 5],
    version: row?.version ?? 0,
  }
}
