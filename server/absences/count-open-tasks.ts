import { sql } from 'kysely'
import type { Context } from '../access/context.ts'

/** How much there is to do for each person and in each inbox, by id: for whom it is, whoever has it now. */
export async function countOpenTasks(ctx: Context): Promise<ReadonlyMap<string, number>> {
  const { practiceId } = ctx.actor
  const { rows } = await sql<{ id: string; open: number }>`
    with open as (select coalesce(covering_for_id, case when covering_for_care_team_id is null then owner_id end) as person_id,
        coalesce(covering_for_care_team_id, care_team_id) as care_team_id
      from tasks where practice_id = ${practiceId} and status in ('requested', 'accepted'))
    select person_id as id, count(*)::int as open from open where person_id is not null group by person_id
    union all
    select care_team_id, count(*)::int from open group by care_team_id`.execute(ctx.tx)
  return new Map(rows.map(({ id, open }) => [id, open]))
}
