import { announce } from '../access/announce.ts'
import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { forbidden } from '../platform/problems.ts'
import { selectPresent, viewPresent } from './load-work.ts'

/** Colleagues see who has a conversation open and who writes in it, before two of them answer. */
export async function showPresence(
  ctx: Context,
  input: InputOf<typeof api.showPresence>,
): Promise<ResultOf<typeof api.showPresence>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.read')
  const [changed, present, staff] = await Promise.all([
    input.isLeaving === true ? leave(ctx, conversation.id) : stay(ctx, conversation.id, input.isWriting),
    selectPresent(ctx, conversation.id),
    practitionerNames(ctx),
  ])
  if (changed) {
    ctx.afterCommit(() => announce(ctx, conversation))
  }
  return { present: viewPresent(present, staff) }
}

async function leave(ctx: Context, conversationId: string): Promise<boolean> {
  await ctx.tx
    .deleteFrom('presences')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('practitioner_id', '=', ctx.actor.id)
    .execute()
  return true
}

/**
 * True when colleagues see something new: somebody came, or began or stopped writing. A heartbeat alone is no news. Who comes, or
 * comes back after a while, opens the conversation: that is counted, for how often a message is touched.
 */
async function stay(ctx: Context, conversationId: string, isWriting: boolean): Promise<boolean> {
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
