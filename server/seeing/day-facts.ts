import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { conversationOf } from './conversation-of.ts'

/** What is counted of one day, still by itself where minutes of opening are to be worked out. */
export type DayFacts = Awaited<ReturnType<typeof loadDayFacts>>

/** A day so far: `end` is the present moment on the day that is not over. */
export type Day = { start: Date; end: Date; openings: { opensAt: Date; closesAt: Date }[] }

type Place = { topic_id: string; care_team_id: string }
type Message = Place & { author_id: string | null; arrived: number; sent: number; sent_after_hours: number }
type Alive = Place & { owner_id: string | null; asked: number; waiting: number; late: number; oldest_at: Date | null }
type Ended = Place & {
  ended_by_id: string | null
  outcome: string | null
  created_at: Date
  ended_at: Date
  due_at: Date
  held_at: Date | null
}
type Look = Place & { actor_id: string; created_at: Date; looked_at: Date }
type Closed = Place & { closed_by_id: string | null; outcome: string; started_at: Date; closed_at: Date }
type Touch = Place & { practitioner_id: string; opened: number }

/** Every look at the tables is by an index that begins with the practice and a time, or at what is open. */
export async function loadDayFacts(ctx: Context, day: Day) {
  const [messages, alive, ended, looks, closed, touches] = await Promise.all([
    countMessages(ctx, day),
    countAlive(ctx, day),
    listEnded(ctx, day),
    listFirstLooks(ctx, day),
    listClosed(ctx, day),
    countTouches(ctx, day),
  ])
  const most = Math.max(ended.length, looks.length, closed.length)
  if (most > limits.seenDayRows) {
    throw new Error(`a day of more than ${limits.seenDayRows} answers is not counted`)
  }
  return { messages, alive, ended, looks, closed, touches }
}

/** What patients wrote counts for nobody; what the clinic wrote for its author. */
async function countMessages(ctx: Context, { start, end, openings }: Day): Promise<Message[]> {
  const opens = openings.map(({ opensAt }) => opensAt.toISOString())
  const closes = openings.map(({ closesAt }) => closesAt.toISOString())
  const { rows } = await sql<Message>`
    select c.topic_id, c.care_team_id, m.author_id,
      (count(*) filter (where m.is_patient))::int as arrived,
      (count(*) filter (where not m.is_patient))::int as sent,
      (count(*) filter (where not m.is_patient and not exists (
        select from unnest(${opens}::timestamptz[], ${closes}::timestamptz[]) o (opens_at, closes_at)
        where m.sent_at >= o.opens_at and m.sent_at < o.closes_at)))::int as sent_after_hours
    from (select practice_id, conversation_id, sent_at, author_kind = 'patient' as is_patient,
        case when author_kind = 'practitioner' then author_id end as author_id
      from messages where practice_id = ${ctx.actor.practiceId} and sent_at >= ${start} and sent_at < ${end}
        and kind = 'message') m
    ${conversationOf(ctx, 'm')}
    group by 1, 2, 3`.execute(ctx.tx)
  return rows
}

/**
 * The obligations to answer that stood at some time of the day: those that are open, and those that ended since it began. A time
 * with both its ends is what the planner takes for few, also while it does not know the values.
 */
const alive = (ctx: Context, { start, end }: Day) => sql`(
  select * from tasks where practice_id = ${ctx.actor.practiceId} and status in ('requested', 'accepted')
    and kind = 'respond' and created_at < ${end}
  union all
  select * from tasks where practice_id = ${ctx.actor.practiceId} and ended_at >= ${start} and ended_at <= ${ctx.now}
    and kind = 'respond' and created_at < ${end})`

async function countAlive(ctx: Context, day: Day): Promise<Alive[]> {
  const stands = sql`t.ended_at is null or t.ended_at >= ${day.end}`
  const { rows } = await sql<Alive>`
    select c.topic_id, t.care_team_id, t.owner_id,
      (count(*) filter (where t.created_at >= ${day.start}))::int as asked,
      (count(*) filter (where ${stands}))::int as waiting,
      (count(*) filter (where (${stands}) and t.due_at < ${day.end}))::int as late,
      min(t.created_at) filter (where ${stands}) as oldest_at
    from ${alive(ctx, day)} t
    ${conversationOf(ctx, 't')}
    group by 1, 2, 3`.execute(ctx.tx)
  return rows
}

/** Ended in the day, with the moment from which whoever ended it had it: claimed by them, or assigned to them. */
async function listEnded(ctx: Context, { start, end }: Day): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    select c.topic_id, t.care_team_id, t.ended_by_id, t.outcome, t.created_at, t.ended_at, t.due_at,
      (select min(e.at) from task_events e where e.practice_id = t.practice_id and e.conversation_id = t.conversation_id
        and e.task_id = t.id and ((e.act = 'accept' and e.actor_id = t.ended_by_id)
          or (e.act = 'reassign' and e.to_id = t.ended_by_id))) as held_at
    from tasks t
    ${conversationOf(ctx, 't')}
    where t.practice_id = ${ctx.actor.practiceId} and t.kind = 'respond' and t.ended_at >= ${start} and t.ended_at < ${end}
    limit ${limits.seenDayRows + 1}`.execute(ctx.tx)
  return rows
}

/** The first thing that a person did with an obligation, whatever it was, when that was in the day. */
async function listFirstLooks(ctx: Context, day: Day): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select c.topic_id, t.care_team_id, first.actor_id, t.created_at, first.at as looked_at
    from ${alive(ctx, day)} t
    join lateral (select e.actor_id, e.at from task_events e
      where e.practice_id = t.practice_id and e.conversation_id = t.conversation_id and e.task_id = t.id
        and e.actor_id is not null and e.act <> 'open'
      order by e.at, e.id limit 1) first on first.at >= ${day.start} and first.at < ${day.end}
    ${conversationOf(ctx, 't')}
    limit ${limits.seenDayRows + 1}`.execute(ctx.tx)
  return rows
}

/** Closed in the day and closed still. */
async function listClosed(ctx: Context, { start, end }: Day): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    select c.topic_id, c.care_team_id, c.closed_by_id, c.outcome, c.started_at, c.closed_at
    from care_teams i
    join conversations c on c.practice_id = i.practice_id and c.care_team_id = i.id
      and c.status = 'closed' and c.closed_at >= ${start} and c.closed_at < ${end}
    where i.practice_id = ${ctx.actor.practiceId}
    limit ${limits.seenDayRows + 1}`.execute(ctx.tx)
  return rows
}

async function countTouches(ctx: Context, { start, end }: Day): Promise<Touch[]> {
  const { rows } = await sql<Touch>`
    select c.topic_id, c.care_team_id, t.practitioner_id, count(*)::int as opened
    from touches t
    ${conversationOf(ctx, 't')}
    where t.practice_id = ${ctx.actor.practiceId} and t.at >= ${start} and t.at < ${end}
    group by 1, 2, 3`.execute(ctx.tx)
  return rows
}
