import { type RawBuilder, sql } from 'kysely'
import type { goals as api } from '../../shared/api/goals.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { worksInInboxes } from '../access/goals.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { forbidden } from '../platform/problems.ts'
import { goalDayOf, goalStand, type GoalDay, type GoalWork } from '../routing/goal-day.ts'
import { permitInbox } from '../tasks/permit-inbox.ts'
import { selectGoal, viewGoal, type Whose } from './goal-rows.ts'

type Today = ResultOf<typeof api.readGoalDay>

/** How one's own work, or an inbox that one works in, stands against its goal of today. */
export async function readGoalDay(ctx: Context, { careTeamId }: InputOf<typeof api.readGoalDay>): Promise<Today> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner' || !worksInInboxes(actor)) {
    throw forbidden()
  }
  const whose: Whose =
    careTeamId === undefined ? { practitionerId: actor.id, careTeamId: null } : { practitionerId: null, careTeamId }
  const [row, calendar] = await Promise.all([
    selectGoal(ctx, whose),
    loadCalendar(ctx),
    careTeamId !== undefined && permitInbox(ctx, careTeamId),
  ])
  if (row === undefined || !row.is_on) {
    return { goal: null, day: null }
  }
  const goal = viewGoal(row)
  const day = goalDayOf(calendar, goal, ctx.now)
  if (day === null) {
    return { goal, day: null }
  }
  const { dueAt } = day
  return { goal, day: { dueAt, ...goalStand(day, await selectWork(ctx, whose, day), ctx.now) } }
}

/** Open work, the oldest first, and what ended today. An answer that waits to go out is written: that work is done. */
async function selectWork(ctx: Context, whose: Whose, { startsAt }: GoalDay): Promise<GoalWork[]> {
  const { practiceId } = ctx.actor
  const columns = sql`t.id, t.conversation_id, t.kind, t.created_at, t.ended_at, t.deferred_until`
  // Words, not parameters, so that every plan knows the partial indexes.
  const open = (of: RawBuilder<boolean>) => sql`select ${columns} from tasks t
    where t.practice_id = ${practiceId} and t.status in ('requested', 'accepted') and ${of}`
  const ended = (of: RawBuilder<boolean>) => sql`select ${columns} from tasks t
    where t.practice_id = ${practiceId} and t.ended_at is not null and t.ended_at >= ${startsAt} and ${of}`
  const { practitionerId: me, careTeamId } = whose
  const work =
    careTeamId === null
      ? sql`${open(sql`t.owner_id = ${me}`)} union ${open(sql`t.escalated_to_id = ${me}`)}
        union ${ended(sql`(t.ended_by_id = ${me} or t.owner_id = ${me})`)}`
      : sql`${open(sql`t.care_team_id = ${careTeamId}`)} union all ${ended(sql`t.care_team_id = ${careTeamId}`)}`
  const { rows } = await sql<{ since: Date; ended_at: Date | null; deferred_until: Date | null }>`
    select work.created_at as since, coalesce(work.ended_at, s.created_at) as ended_at, work.deferred_until
    from (${work}) work
    left join scheduled_sends s on s.practice_id = ${practiceId} and s.conversation_id = work.conversation_id
      and s.state = 'waiting' and work.kind = 'respond' and work.ended_at is null
    order by work.created_at limit ${limits.goalTasks}`.execute(ctx.tx)
  return rows.map((row) => ({ since: row.since, endedAt: row.ended_at, deferredUntil: row.deferred_until }))
}
