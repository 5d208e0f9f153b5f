import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { Responder } from '../routing/choose-responder.ts'
import { openTask } from './open-task.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'

export type OpenTask = NonNullable<Awaited<ReturnType<typeof findResponseTask>>>

/** The open obligation to answer in this conversation, if there is one. */
export function findResponseTask(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('tasks')
    .select(['id', 'due_at', 'owner_id', 'care_team_id', 'covering_for_id', 'covering_for_care_team_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('kind', '=', 'respond')
    .where('status', 'in', literals('requested', 'accepted'))
    .executeTakeFirst()
}

/** Opens the obligation to answer, with who is to act now. */
export function requestResponse(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  dueAt: Date,
  responder: Responder,
): Promise<unknown> {
  return openTask(ctx, conversation, { kind: 'respond', dueAt, responder })
}

/** A reply completes the obligation, whoever held it. */
export function completeResponse(ctx: Context, task: OpenTask | undefined, conversationId: string): Promise<unknown> {
  if (task === undefined) {
    return Promise.resolve()
  }
  return Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        status: 'completed',
        outcome: 'replied',
        ended_at: ctx.now,
        ended_by_id: ctx.actor.id,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    recordTaskEvent(ctx, { taskId: task.id, conversationId, act: 'complete' }),
  ])
}
