import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { type WaitingAge, waitingAges } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { conversationOf } from './conversation-of.ts'
import type { Looked } from './load-cells.ts'

export type Waiting = { waiting: number; late: number; oldestAt: Date | null }
export type WaitingRow = Waiting & {
  topic_id: string | null
  care_team_id: string | null
  /** The nil id of work that nobody has. */
  owner_id: string | null
  age: WaitingAge | null
}

/** What waits for an answer at this moment, in total and by topic, inbox, owner and age: open work alone is read. */
export async function loadWaiting(ctx: Context, looked: Looked): Promise<WaitingRow[]> {
  const { topicId, careTeamIds, practitionerId } = looked
  const { rows } = await sql<WaitingRow>`
    select topic_id, care_team_id, owner_id, age, count(*)::int as waiting,
      (count(*) filter (where due_at < ${ctx.now}))::int as late, min(created_at) as "oldestAt"
    from (select c.topic_id, t.care_team_id, coalesce(t.owner_id, '00000000-0000-0000-0000-000000000000') as owner_id,
        t.due_at, t.created_at, ${ageOf(ctx)} as age
      from tasks t ${conversationOf(ctx, 't')}
      where t.practice_id = ${ctx.actor.practiceId} and t.status in ('requested', 'accepted') and t.kind = 'respond'
        ${topicId === null ? sql`` : sql`and c.topic_id = ${topicId}`}
        ${careTeamIds === null ? sql`` : sql`and t.care_team_id = any(${careTeamIds}::uuid[])`}
        ${practitionerId === null ? sql`` : sql`and t.owner_id = ${practitionerId}`}) w
    group by grouping sets ((), (topic_id), (care_team_id), (owner_id), (age))`.execute(ctx.tx)
  return rows
}

function ageOf(ctx: Context) {
  const cases = waitingAges.map(({ key, untilDays }) =>
    untilDays === null
      ? sql`else ${sql.lit(key)}`
      : sql`when t.created_at > ${ctx.now}::timestamptz - make_interval(days => ${sql.lit(untilDays)}) then ${sql.lit(key)}`,
  )
  return sql`case ${sql.join(cases, sql` `)} end`
}

/** Conversations in which the patient has not read for days; a colleague's are those in which they wrote last. */
export async function countUnread(ctx: Context, looked: Looked): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from (${unreadNow(ctx, looked)}) c`.execute(ctx.tx)
  return rows[0]?.count ?? 0
}

export function unreadNow(ctx: Context, { topicId, careTeamIds, practitionerId }: Looked) {
  const before = new Date(ctx.now.getTime() - limits.unreadDays * 86_400_000)
  return sql`select c.* from conversations c where c.practice_id = ${ctx.actor.practiceId}
    and c.patient_unread_since is not null and c.patient_unread_since <= ${before}
    ${topicId === null ? sql`` : sql`and c.topic_id = ${topicId}`}
    ${careTeamIds === null ? sql`` : sql`and c.care_team_id = any(${careTeamIds}::uuid[])`}
    ${practitionerId === null ? sql`` : sql`and c.last_author_id = ${practitionerId}`}`
}
