import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/**
 * True when colleagues see something new: somebody came, or began or stopped writing. A heartbeat alone is no news. Who comes, or
 * comes back after a while, opens the conversation: that is counted, for how often a message is touched.
 */
export async function keepPresence(ctx: Context, conversationId: string, isWriting: boolean): Promise<boolean> {
  const { rows } = await sql<{ was_writing: boolean | null }>`
    with before as (
      select is_writing, seen_at from presences where practice_id = ${ctx.actor.practiceId}
        and conversation_id = ${conversationId} and practitioner_id = ${ctx.actor.id}
    ), touched as (
      insert into touches (practice_id, at, conversation_id, practitioner_id)
      select ${ctx.actor.practiceId}, ${ctx.now}, ${conversationId}, ${ctx.actor.id}
      where not exists (select from before where seen_at > ${new Date(ctx.now.getTime() - limits.presenceMs)})
      on conflict do nothing
    )
    insert into presences (practice_id, conversation_id, practitioner_id, is_writing, since, seen_at)
    values (${ctx.actor.practiceId}, ${conversationId}, ${ctx.actor.id}, ${isWriting}, ${ctx.now}, ${ctx.now})
    on conflict (practice_id, conversation_id, practitioner_id)
      do update set is_writing = excluded.is_writing, seen_at = excluded.seen_at
    returning (select is_writing from before) as was_writing`.execute(ctx.tx)
  return rows[0]?.was_writing !== isWriting
}
