import { sql } from 'kysely'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { recordTaskEvent } from './record-task-event.ts'

/**
 * What closing a conversation ended is to do again, with whom it was and by when: they are the tasks that ended at the instant
 * of closing. Who acts for whom is looked at again at once, should that have changed.
 */
export async function restoreTasks(ctx: Context, conversation: { id: string; closed_at: Date | null }): Promise<void> {
  const status = next(taskMachine, 'cancelled', 'restore')
  const restored = await ctx.tx
    .updateTable('tasks')
    .set({
      status: sql<string>`case when ${isOwnerHere} and ${wasAccepted} then ${next(taskMachine, status, 'accept')} else ${status} end`,
      owner_id: sql<string | null>`case when ${isOwnerHere} then owner_id end`,
      outcome: null,
      ended_at: null,
      ended_by_id: null,
      cover_at: ctx.now,
      version: sql<number>`version + 1`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversation.id)
    .where('status', '=', 'cancelled')
    .where('outcome', '=', 'conversation-closed')
    .where('ended_at', '=', conversation.closed_at)
    .where(isAlone)
    .returning(['id', 'owner_id', 'care_team_id'])
    .execute()
  await Promise.all(
    restored.map(({ id, owner_id, care_team_id }) =>
      recordTaskEvent(ctx, {
        taskId: id,
        conversationId: conversation.id,
        act: 'open',
        toId: owner_id ?? care_team_id,
      }),
    ),
  )
}

/** Whoever had it works here still; otherwise it is in the inbox. */
const isOwnerHere = sql<boolean>`exists (select from memberships m where m.id = tasks.owner_id and m.status = 'confirmed')`

/** Of what changes in whose hands a task is, the last was somebody's claim. */
const wasAccepted = sql<boolean>`coalesce((select e.act = 'accept' from task_events e
  where e.practice_id = tasks.practice_id and e.conversation_id = tasks.conversation_id and e.task_id = tasks.id
    and e.act in ('open', 'accept', 'release', 'reassign', 'cover', 'hand-back')
  order by e.at desc, e.id desc limit 1), false)`

/** One answer is owed per conversation: where another task of the kind has come since, that one stands. Follow-ups are many. */
const isAlone = sql<boolean>`not exists (select from tasks o where o.practice_id = tasks.practice_id
  and o.conversation_id = tasks.conversation_id and o.kind = tasks.kind
  and o.note_id is not distinct from tasks.note_id and o.status in ('requested', 'accepted'))`
