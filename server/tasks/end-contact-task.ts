import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'

/** The patient has read: nobody needs to reach them another way any more. */
export async function endContactTask(ctx: Context, conversationId: string): Promise<void> {
  const ended = await ctx.tx
    .updateTable('tasks')
    .set({ status: 'completed', outcome: 'patient-read', ended_at: ctx.now, version: sql<number>`version + 1` })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('kind', '=', 'contact-patient')
    .where('status', 'in', literals('requested', 'accepted'))
    .returning('id')
    .executeTakeFirst()
  if (ended !== undefined) {
    await recordTaskEvent(ctx, { taskId: ended.id, conversationId, act: 'complete' })
  }
}
