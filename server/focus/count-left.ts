import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../access/context.ts'

/** Open, not put off, without an answer that waits to go out, and not passed over in this round, if there is one. Words, not parameters, so that every plan knows the partial indexes. */
export function isToDo(ctx: Pick<Context, 'now'>, who: Who, since: Date | null): RawBuilder<boolean> {
  const waits = sql<boolean>`t.status in ('requested', 'accepted') and (t.deferred_until is null or t.deferred_until <= ${ctx.now})
    and not exists (select from scheduled_sends s where s.practice_id = ${who.practiceId}
      and s.conversation_id = t.conversation_id and s.state = 'waiting')`
  return since === null
    ? waits
    : sql<boolean>`${waits} and not exists (select from passes p where p.practice_id = ${who.practiceId}
      and p.practitioner_id = ${who.id} and p.at >= ${since} and p.task_id = t.id)`
}
export type Who = { practiceId: string; id: string | null }

/** How much waits for somebody: what nobody has of their inboxes, and what is theirs. */
export async function countLeft(ctx: Pick<Context, 'tx' | 'now'>, who: Who, since: Date | null): Promise<number> {
  const { practiceId, id: me } = who
  const all = (whose: RawBuilder<boolean>) => sql`select t.id from tasks t
    where t.practice_id = ${practiceId} and ${whose} and ${isToDo(ctx, who, since)}`
  const { rows } = await sql<{ left: number }>`select count(*)::int as left from (
    ${all(sql<boolean>`t.owner_id is null and t.care_team_id in (select m.care_team_id from care_team_members m
      where m.practice_id = ${practiceId} and m.practitioner_id = ${me})`)}
    union ${all(sql<boolean>`t.owner_id = ${me}`)}
    union ${all(sql<boolean>`t.escalated_to_id = ${me}`)}) one`.execute(ctx.tx)
  return rows[0]?.left ?? 0
}
