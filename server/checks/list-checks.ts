import type { checks as api } from '../../shared/api/checks.ts'
import type { CheckState } from '../../shared/checks.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { canReadChecks, permitChecks } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, practitionerNames } from '../access/names.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import { selectRosters } from './roster-rows.ts'

type Checks = ResultOf<typeof api.listChecks>

/** What was checked when and by whom, and what was missed, of the inboxes that the reader answers for. */
export async function listChecks(ctx: Context, input: InputOf<typeof api.listChecks>): Promise<Checks> {
  permitChecks(ctx)
  const [rosters, names] = await Promise.all([selectRosters(ctx).execute(), practitionerNames(ctx)])
  const asked = rosters.filter(({ id }) => input.careTeamId === undefined || id === input.careTeamId)
  if (asked.length === 0 && input.careTeamId !== undefined) {
    throw notFound()
  }
  const mine = asked.filter((row) => canReadChecks(ctx.actor, { ownerId: row.owner_id, backupId: row.backup_id }))
  if (mine.length === 0) {
    throw forbidden()
  }
  const rows = await ctx.tx
    .selectFrom('checks')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(
      'care_team_id',
      'in',
      mine.map(({ id }) => id),
    )
    .orderBy('due_at', 'desc')
    .orderBy('care_team_id')
    .limit(limits.checksListed)
    .execute()
  const byId = new Map(mine.map((row) => [row.id, careTeamReference(ctx.client?.language ?? 'en', row)]))
  const named = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    items: rows.flatMap((row) => {
      const careTeam = byId.get(row.care_team_id)
      return careTeam === undefined
        ? []
        : [
            {
              careTeam,
              dueAt: row.due_at,
              asked: named(row.asked_id),
              state: stateOf(row, ctx.now),
              doneAt: row.done_at,
              doneBy: named(row.done_by_id),
              told: row.alarmed_ids.flatMap((id) => names.get(id) ?? []),
            },
          ]
    }),
  }
}

function stateOf(row: { late_at: Date; done_at: Date | null }, now: Date): CheckState {
  if (row.done_at !== null) {
    return row.done_at < row.late_at ? 'done' : 'late'
  }
  return now < row.late_at ? 'due' : 'missed'
}
