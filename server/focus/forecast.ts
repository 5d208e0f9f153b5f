import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/** In whole five minutes, up: a forecast that is too short leaves somebody without an answer. */
export function forecastMinutes(waiting: number, medianMinutes: number): number {
  return Math.ceil((waiting * medianMinutes) / 5) * 5
}

/**
 * How long an answer takes this person, in minutes, in the middle of their last ones: from when they last opened the
 * conversation until it was answered, at least one and no more than an hour of each. Null before there are five.
 */
export async function readHandlingMinutes(ctx: Context): Promise<number | null> {
  const { practiceId, id: me } = ctx.actor
  const back = new Date(ctx.now.getTime() - limits.ownAnswersDays * 86_400_000)
  const { rows } = await sql<{ answered: number; median: number | null }>`
    with answered as (
      select t.id, t.conversation_id, t.created_at, t.ended_at from tasks t
      where t.practice_id = ${practiceId} and t.ended_at is not null and t.ended_at >= ${back}
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
