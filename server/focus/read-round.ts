import { sql } from 'kysely'
import type { focus as api } from '../../shared/api/focus.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { forecastMinutes } from '../../shared/forecast.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { can } from '../access/tasks.ts'
import { firstIdAt } from '../platform/ids.ts'
import { forbidden } from '../platform/problems.ts'
import { countLeft } from './count-left.ts'
import { readHandlingMinutes } from './forecast.ts'
import { readSince } from './read-since.ts'

type Round = ResultOf<typeof api.readRound>

/** What somebody did in a stretch of time, from what stands in the history, and what is left; how long it took, and how often they open what they answer. */
export async function readRound(ctx: Context, input: InputOf<typeof api.readRound>): Promise<Round> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const since = readSince(ctx, input.since)
  const until = input.until ?? ctx.now
  const [{ last_at, ...done }, touches, left, pace] = await Promise.all([
    countDone(ctx, since, until),
    readTouches(ctx),
    countLeft(ctx, ctx.actor, null),
    readHandlingMinutes(ctx, since),
  ])
  return {
    ...done,
    left,
    tookMinutes: last_at === null ? null : Math.max(Math.round((last_at.getTime() - since.getTime()) / 60_000), 1),
    forecastMinutes: pace === null || done.answered === 0 ? null : forecastMinutes(done.answered, pace),
    touches,
    at: ctx.now,
  }
}

type Done = Pick<Round, 'answered' | 'assigned' | 'deferred' | 'passed'> & { last_at: Date | null }

/** Each task once for what was done with it. Ids are in the order of time, so that this looks at the last hours alone. */
async function countDone(ctx: Context, since: Date, until: Date): Promise<Done> {
  const { practiceId, id: me } = ctx.actor
  const { rows } = await sql<Done>`
    select count(distinct task_id) filter (where act in ('complete', 'cancel'))::int as answered,
      count(distinct task_id) filter (where act = 'reassign')::int as assigned,
      count(distinct task_id) filter (where act = 'defer')::int as deferred,
      (select count(distinct task_id)::int from passes
        where practice_id = ${practiceId} and practitioner_id = ${me} and at >= ${since} and at <= ${until}) as passed,
      max(at) filter (where act in ('complete', 'cancel', 'reassign', 'defer')) as last_at
    from task_events
    where practice_id = ${practiceId} and id >= ${firstIdAt(since)} and actor_id = ${me}
      and at >= ${since} and at <= ${until}`.execute(ctx.tx)
  return rows[0] ?? { answered: 0, assigned: 0, deferred: 0, passed: 0, last_at: null }
}

/** Of one's last answers: how often each was opened before it was answered, in the middle; null before the first. */
async function readTouches(ctx: Context): Promise<Round['touches']> {
  const { practiceId, id: me } = ctx.actor
  const back = new Date(ctx.now.getTime() - limits.ownAnswersDays * 86_400_000)
  const { rows } = await sql<{ answered: number; median: number | null }>`
    with answered as (
      select t.id, t.conversation_id, t.created_at, t.ended_at from tasks t
      where t.practice_id = ${practiceId} and t.ended_at is not null and t.ended_at >= ${back}
        and t.ended_by_id = ${me} and t.kind = 'respond' and t.status = 'completed'
      order by t.ended_at desc limit ${limits.ownAnswers}
    ), opened as (
      select a.id, count(o.at) as times from answered a
      left join touches o on o.practice_id = ${practiceId} and o.practitioner_id = ${me}
        and o.at >= (select min(created_at) from answered) and o.conversation_id = a.conversation_id
        and o.at between a.created_at and a.ended_at
      group by a.id
    )
    select count(*)::int as answered, percentile_cont(0.5) within group (order by greatest(times, 1)) as median
    from opened`.execute(ctx.tx)
  const [own] = rows
  return own === undefined || own.median === null ? null : { answered: own.answered, median: own.median }
}
