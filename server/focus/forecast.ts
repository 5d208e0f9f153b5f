import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/**
 * How long an answer takes this person, in minutes, in the middle of their last ones: from when they last opened the
 * conversation until it was answered, at least one and no more than an hour of each. Null before
 * there are five. As it was known at an instant: what was answered since then is left out.
 */
export async function readHandlingMinutes(ctx: Context, knownAt: Date = ctx.now): Promise<number | null> {
  const { practiceId, id: me } = ctx.actor
  const back = new Date(knownAt.getTime() - limits.ownAnswersDays * 86_400_000)
  const { rows } = await sql<{ answered: number; median: number | null }>`
    with answered as (
      select t.id, t.conversation_id, t.created_at, t.ended_at from tasks t
      where t.practice_id = ${practiceId} and t.ended_at is not null and t.ended_at >= ${back} and t.ended_at <= ${knownAt}
        and t.ended_by_id = ${me} and t.kind = 'respond' and t.status = 'completed'
      order by t.ended_at desc limit ${limits.ownAnswers}
    ), taken as (
      select a.id, extract(epoch from a.ended_at - max(o.at)) / 60 as minutes from answered a
      join touches o on o.practice_id = ${practiceId} and o.practitioner_id = ${me}
        and o.at >= (select min(created_at) from answered) and o.conversation_id = a.conversation_id
        and o.at between a.created_at and a.ended_at
      group by a.id, a.ended_at
    )
    select count(*)::int as answered,
      percentile_cont(0.5) within group (order by least(greatest(minutes, 1), ${limits.handlingMinutes}::int)) as median
    from taken`.execute(ctx.tx)
  const [own] = rows
  return own === undefined || own.median === null || own.answered < limits.forecastAnswers ? null : Number(own.median)
}
