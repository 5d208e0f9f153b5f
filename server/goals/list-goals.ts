import { sql } from 'kysely'
import type { goals as api } from '../../shared/api/goals.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { canChangeGoal, permitGoals, worksInInboxes } from '../access/goals.ts'
import { careTeamReference } from '../access/names.ts'
import { selectGoal, viewGoal } from './goal-rows.ts'

type Goals = ResultOf<typeof api.listGoals>

/** One's own goal, and those of the inboxes that one works in or may set one for. Nobody is shown a colleague's. */
export async function listGoals(ctx: Context): Promise<Goals> {
  permitGoals(ctx)
  const [mine, inboxes] = await Promise.all([readOwn(ctx), selectInboxes(ctx)])
  return {
    mine,
    inboxes: inboxes
      .map((row) => ({
        careTeam: careTeamReference(ctx.client?.language ?? 'en', row),
        goal: viewGoal(row),
        isMember: row.is_member,
        canChange: canChangeGoal(ctx.actor, { ownerId: row.owner_id }),
      }))
      .filter(({ isMember, canChange }) => isMember || canChange),
  }
}

async function readOwn(ctx: Context): Promise<Goals['mine']> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner' || !worksInInboxes(actor)) {
    return null
  }
  return viewGoal(await selectGoal(ctx, { practitionerId: actor.id, careTeamId: null }))
}

function selectInboxes(ctx: Context) {
  const { practiceId, id: me } = ctx.actor
  return ctx.tx
    .selectFrom('care_teams')
    .leftJoin('goals', (join) =>
      join.onRef('goals.practice_id', '=', 'care_teams.practice_id').onRef('goals.care_team_id', '=', 'care_teams.id'),
    )
    .select(['care_teams.id', 'care_teams.name_en', 'care_teams.name_fr', 'care_teams.owner_id'])
    .select(['goals.is_on', 'goals.kind', 'goals.most', 'goals.due_by', 'goals.weekdays', 'goals.version'])
    .select(
      sql<boolean>`exists (select from care_team_members m where m.practice_id = ${practiceId}
        and m.care_team_id = care_teams.id and m.practitioner_id = ${me})`.as('is_member'),
    )
    .where('care_teams.practice_id', '=', practiceId)
    .orderBy('care_teams.id')
    .limit(limits.careTeams)
    .execute()
}
