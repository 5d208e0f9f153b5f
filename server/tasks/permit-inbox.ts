import type { Context } from '../access/context.ts'
import { forbidden, notFound } from '../platform/problems.ts'

/** Every colleague knows of every inbox; what is in it, only those who work in it. */
export async function permitInbox(ctx: Context, careTeamId: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom('care_teams')
    .leftJoin('care_team_members', (join) =>
      join
        .onRef('care_team_members.practice_id', '=', 'care_teams.practice_id')
        .onRef('care_team_members.care_team_id', '=', 'care_teams.id')
        .on('care_team_members.practitioner_id', '=', ctx.actor.id),
    )
    .select('care_team_members.practitioner_id')
    .where('care_teams.practice_id', '=', ctx.actor.practiceId)
    .where('care_teams.id', '=', careTeamId)
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  if (row.practitioner_id === null) {
    throw forbidden()
  }
}
