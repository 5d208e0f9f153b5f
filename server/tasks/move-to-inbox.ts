import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { TaskRow } from '../access/tasks.ts'
import { moveConversation } from '../conversations/move-conversation.ts'
import { literals } from '../platform/db.ts'
import { conflict } from '../platform/problems.ts'
import { recordTaskEvent } from './record-task-event.ts'

type From = Pick<TaskRow, 'conversation_id' | 'care_team_id'>

/**
 * The conversation and everything still to do in it change inbox together: nobody is left a task they cannot open. Those
 * excepted are written by the caller.
 */
export async function moveToInbox(
  ctx: Context,
  from: From,
  { toId, except }: { toId: string; except: readonly string[] },
): Promise<void> {
  const whole = await lockWhole(ctx, from.conversation_id)
  const [others] = await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        care_team_id: sql<string>`coalesce(for_care_team_id, ${toId}::uuid)`,
        escalation_level: 0,
        escalated_to_id: null,
        escalated_at: null,
        escalate_at: sql<Date>`due_at`,
        cover_at: ctx.now,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where(
        'conversation_id',
        'in',
        whole.map(({ id }) => id),
      )
      .where(sql<boolean>`id <> all(${except}::uuid[])`)
      .where('status', 'in', literals('requested', 'accepted'))
      .returning(['id', 'conversation_id'])
      .execute(),
    moveConversation(ctx, from.conversation_id, toId),
  ])
  await Promise.all(
    others.map(({ id, conversation_id: conversationId }) =>
      recordTaskEvent(ctx, {
        taskId: id,
        conversationId,
        act: 'reassign',
        fromId: from.care_team_id,
        toId,
      }),
    ),
  )
}

/** A conversation with what was put into it, locked. What was put into another goes where that goes, not by itself. */
async function lockWhole(ctx: Context, conversationId: string): Promise<{ id: string }[]> {
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select(['id', 'merged_into_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb.or([eb('id', '=', conversationId), eb('merged_into_id', '=', conversationId)]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (rows.some(({ id, merged_into_id: headId }) => id === conversationId && headId !== null)) {
    throw conflict('conversation-merged')
  }
  return rows
}
