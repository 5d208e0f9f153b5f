import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { CheckTime } from '../routing/check-times.ts'

/** Every inbox with its people and, where it has one, its roster; the times in order. */
export function selectRosters(ctx: Context) {
  return ctx.tx
    .selectFrom('care_teams')
    .leftJoin('check_rosters', (join) =>
      join
        .onRef('check_rosters.practice_id', '=', 'care_teams.practice_id')
        .onRef('check_rosters.care_team_id', '=', 'care_teams.id'),
    )
    .select([
      'care_teams.id',
      'care_teams.name_en',
      'care_teams.name_fr',
      'care_teams.owner_id',
      'care_teams.backup_id',
    ])
    .select(['check_rosters.is_on', 'check_rosters.grace_minutes', 'check_rosters.on_since', 'check_rosters.looked_at'])
    .select(['check_rosters.version'])
    .select([
      sql<CheckTime[]>`(select coalesce(json_agg(json_build_object('weekday', t.weekday, 'at', to_char(t.at, 'HH24:MI'),
          'practitionerId', t.practitioner_id) order by t.weekday, t.at), '[]')
        from check_times t where t.practice_id = care_teams.practice_id and t.care_team_id = care_teams.id)`.as(
        'times',
      ),
      sql<string[]>`array(select m.practitioner_id::text from care_team_members m
        where m.practice_id = care_teams.practice_id and m.care_team_id = care_teams.id)`.as('member_ids'),
    ])
    .where('care_teams.practice_id', '=', ctx.actor.practiceId)
    .orderBy('care_teams.id')
    .limit(limits.careTeams)
}
export type RosterRow = Awaited<ReturnType<ReturnType<typeof selectRosters>['executeTakeFirstOrThrow']>>
