import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { announceTask } from './announce-task.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'

/**
 * Returns every open task of a colleague who can no longer act to its inbox. What had been passed on to them as late is
 * passed on again by the next sweep, and so is what they had in somebody else's place; what they had put off is to do again. The caller holds the lock of their
 * membership.
 */
export async function releaseTasksOf(ctx: Context, practitionerId: string): Promise<void> {
  await lockConversationsOf(ctx, practitionerId)
  const open = ctx.tx
    .updateTable('tasks')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('status', 'in', literals('requested', 'accepted'))
  const columns = ['id', 'conversation_id', 'patient_id', 'care_team_id', 'owner_id', 'escalated_to_id'] as const
  const [released, unwatched] = await Promise.all([
    open
      .set({
        status: 'requested',
        owner_id: null,
        cover_at: ctx.now,
        // What they put off waits for nobody now.
        deferred_until: null,
        deferral_reason: null,
        deferred_by_id: null,
        escalate_at: sql<Date>`case when deferred_until is not null and escalation_level = 0 then due_at else escalate_at end`,
        version: sql<number>`version + 1`,
      })
      .where('owner_id', '=', practitionerId)
      .returning(columns)
      .execute(),
    open
      .set({
        escalated_to_id: null,
        escalation_level: sql<number>`case when escalation_level = 3 then 3 else greatest(escalation_level - 1, 0) end`,
        escalate_at: ctx.now,
        version: sql<number>`version + 1`,
      })
      .where('escalated_to_id', '=', practitionerId)
      .returning(columns)
      .execute(),
  ])
  await Promise.all(
    released.map((task) =>
      recordTaskEvent(ctx, {
        taskId: task.id,
        conversationId: task.conversation_id,
        act: 'release',
        fromId: practitionerId,
        toId: task.care_team_id,
      }),
    ),
  )
  for (const task of [...released, ...unwatched]) {
    announceTask(ctx, task)
  }
}

/** Conversations come before their tasks, and each after the one with a lower id. */
function lockConversationsOf(ctx: Context, practitionerId: string): Promise<unknown> {
  return ctx.tx
    .selectFrom('conversations')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tasks')
        .select('tasks.conversation_id')
        .where('tasks.practice_id', '=', ctx.actor.practiceId)
        .where('tasks.status', 'in', ['requested', 'accepted'])
        .where((or) =>
          or.or([or('tasks.owner_id', '=', practitionerId), or('tasks.escalated_to_id', '=', practitionerId)]),
        ),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}
