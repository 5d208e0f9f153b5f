import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'

export type CareTeamView = ResultOf<typeof api.listCareTeams>['items'][number]

/** The inboxes, in the order they were made. */
export async function listCareTeams(ctx: Context): Promise<{ items: CareTeamView[] }> {
  permitPeople(ctx, 'care-team.list')
  const [rows, names] = await Promise.all([selectCareTeams(ctx).execute(), practitionerNames(ctx)])
  return { items: rows.map((row) => viewCareTeam(row, names)) }
}

export function selectCareTeams(ctx: Context) {
  return ctx.tx
    .selectFrom('care_teams')
    .select(['id', 'name_en', 'name_fr', 'owner_id', 'backup_id', 'version'])
    .select(
      sql<string[]>`array(select m.practitioner_id::text from care_team_members m
        where m.practice_id = care_teams.practice_id and m.care_team_id = care_teams.id
        order by 1)`.as('member_ids'),
    )
    .where('practice_id', '=', ctx.actor.practiceId)
    .orderBy('id')
    .limit(limits.careTeams)
}

export function viewCareTeam(
  row: Awaited<ReturnType<ReturnType<typeof selectCareTeams>['executeTakeFirstOrThrow']>>,
  names: Map<string, PersonReference>,
): CareTeamView {
  return {
    id: row.id,
    name: { en: row.name_en, fr: row.name_fr },
    owner: names.get(row.owner_id) ?? null,
    backup: names.get(row.backup_id) ?? null,
    members: row.member_ids.flatMap((id) => names.get(id) ?? []),
    version: row.version,
  }
}
