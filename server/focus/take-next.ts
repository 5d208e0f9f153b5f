// One after the other: what is next for somebody, most urgent and then due first. It asks the same indexes as the queue, takes
// the first that is free, and shows colleagues at once that it is in somebody's hands.
import { type RawBuilder, sql } from 'kysely'
import type { focus as api } from '../../shared/api/focus.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import type { Context } from '../access/context.ts'
import { can } from '../access/tasks.ts'
import { keepPresence } from '../conversations/keep-presence.ts'
import { forbidden } from '../platform/problems.ts'
import { countLeft, isToDo } from './count-left.ts'
import { readSince } from './read-since.ts'

type Next = { id: string; conversation_id: string; patient_id: string; care_team_id: string }

/** The next one for whoever asks; null when there is none, or colleagues have all that is left on the screen. */
export async function takeNext(
  ctx: Context,
  input: InputOf<typeof api.takeNext>,
): Promise<ResultOf<typeof api.takeNext>> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const since = readSince(ctx, input.since)
  const [, next, left] = await Promise.all([waitForTurn(ctx), findNext(ctx, since), countLeft(ctx, ctx.actor, since)])
  if (next === undefined) {
    return { next: null, left }
  }
  await keepPresence(ctx, next.conversation_id, false)
  ctx.afterCommit(() => announce(ctx, { ...next, id: next.conversation_id }))
  return { next: { taskId: next.id, conversationId: next.conversation_id }, left }
}

/** One after the other in a practice: whoever asks second has to see what the first one has in hand. A statement of its own, so that the next sees it. */
async function waitForTurn({ tx, actor }: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`next in ${actor.practiceId}`}, 0))`.execute(tx)
}

/**
 * The first few of each inbox and of one's own, by priority, each from the head of its index; of those the first that nobody
 * has in hand at this moment. Two who ask at once do not get the same one.
 */
async function findNext(ctx: Context, since: Date): Promise<Next | undefined> {
  const { practiceId, id: me } = ctx.actor
  const seenSince = new Date(ctx.now.getTime() - limits.presenceMs)
  // Presence is a count, so that it is asked by its key of the few rows that come first, and not of all at once.
  const first = (priority: 'urgent' | 'routine', whose: RawBuilder<boolean>) => sql`(
    select t.id, t.priority, t.due_at from tasks t
    where t.practice_id = ${practiceId} and t.priority = ${sql.lit(priority)} and ${whose} and ${isToDo(ctx, ctx.actor, since)}
      and (select count(*) from presences b where b.practice_id = ${practiceId} and b.conversation_id = t.conversation_id
        and b.practitioner_id <> ${me} and b.seen_at > ${seenSince}) = 0
    order by t.due_at, t.id limit ${limits.nextLooked})`
  const own = sql<boolean>`t.owner_id = ${me}`
  const escalated = sql<boolean>`t.escalated_to_id = ${me}`
  const unowned = sql<boolean>`t.care_team_id = m.care_team_id and t.owner_id is null`
  const { rows } = await sql<Next>`
    select t.id, t.conversation_id, t.patient_id, t.care_team_id
    from (
      select inbox.* from care_team_members m
        cross join lateral (${first('urgent', unowned)} union all ${first('routine', unowned)}) inbox
        where m.practice_id = ${practiceId} and m.practitioner_id = ${me}
      union all ${first('urgent', own)} union all ${first('routine', own)}
      union all ${first('urgent', escalated)} union all ${first('routine', escalated)}
    ) head
    join tasks t on t.practice_id = ${practiceId} and t.id = head.id
    order by head.priority desc, head.due_at, head.id
    limit 1
    for no key update of t skip locked`.execute(ctx.tx)
  return rows[0]
}
