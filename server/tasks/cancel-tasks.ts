import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'

/** A closed conversation leaves nothing to do: its open tasks end, with the reason. */
export async function cancelTasks(ctx: Context, conversationId: string): Promise<void> {
  const ended = await ctx.tx
    .updateTable('tasks')
    .set({
      status: 'cancelled',
      outcome: 'conversation-closed',
      ended_at: ctx.now,
      ended_by_id: ctx.actor.id,
      version: sql<number>`version + 1`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', literals('requested', 'accepted'))
    .returning('id')
    .execute()
  await Promise.all(ended.map(({ id }) => recordTaskEvent(ctx, { taskId: id, conversationId, act: 'cancel' })))
}
