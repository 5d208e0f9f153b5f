import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../access/context.ts'

/**
 * Joins the topic and the inbox of the conversation that a row of `table` belongs to, as `c`. One look by key for each row: the
 * limit keeps the planner from reading all conversations where it takes a practice for small.
 */
export function conversationOf(ctx: Context, table: 't' | 'm'): RawBuilder<unknown> {
  const row = sql.ref(table)
  return sql`join lateral (select topic_id, care_team_id from conversations
    where practice_id = ${ctx.actor.practiceId} and id = ${row}.conversation_id limit 1) c on true`
}
