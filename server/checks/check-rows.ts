import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { CheckRow } from './stand-of.ts'

type Row = {
  care_team_id: string
  due_at: Date
  late_at: Date
  asked_id: string | null
  done_at: Date | null
  done_by_id: string | null
  alarm_level: number
  alarmed_ids: string[]
}

/** The checks of these inboxes, of each the newest first and back to the last that was done: two short walks of an index. */
export async function selectLastChecks(ctx: Context, careTeamIds: string[]): Promise<Map<string, CheckRow[]>> {
  const { practiceId } = ctx.actor
  const { rows } = await sql<Row>`
    with inboxes as (select unnest(${careTeamIds}::uuid[]) as id),
      done as (select found.* from inboxes cross join lateral (
        select * from checks c where c.practice_id = ${practiceId} and c.care_team_id = inboxes.id and c.done_at is not null
        order by c.due_at desc limit 1) found)
    select newest.* from inboxes left join done on done.care_team_id = inboxes.id cross join lateral (
      select * from checks c where c.practice_id = ${practiceId} and c.care_team_id = inboxes.id
        and (done.due_at is null or c.due_at > done.due_at) order by c.due_at desc limit ${limits.checksLookedAt}) newest
    union all select * from done
    order by due_at desc`.execute(ctx.tx)
  const found = new Map<string, CheckRow[]>()
  for (const row of rows) {
    found.set(row.care_team_id, [...(found.get(row.care_team_id) ?? []), toCheck(row)])
  }
  return found
}

function toCheck(row: Row): CheckRow {
  return {
    dueAt: row.due_at,
    lateAt: row.late_at,
    askedId: row.asked_id,
    doneAt: row.done_at,
    doneById: row.done_by_id,
    level: row.alarm_level,
    toldIds: row.alarmed_ids,
  }
}
