import type { Priority } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'

export type TaskAct =
  | 'open'
  | 'accept'
  | 'release'
  | 'reassign'
  | 'prioritize'
  | 'complete'
  | 'cancel'
  | 'escalate'
  | 'cover'
  | 'hand-back'
export type TaskEventLine = {
  taskId: string
  conversationId: string
  act: TaskAct
  /** Who or which inbox had it, and has it now. */
  fromId?: string | null
  toId?: string | null
  /** With `prioritize` alone: the priority it was given. */
  priority?: Priority
}

/** One line of a task's history, for the record and the chart. */
export function recordTaskEvent(ctx: Context, event: TaskEventLine): Promise<unknown> {
  return ctx.tx
    .insertInto('task_events')
    .values({
      practice_id: ctx.actor.practiceId,
      id: uuidv7(ctx.now),
      task_id: event.taskId,
      conversation_id: event.conversationId,
      act: event.act,
      actor_id: ctx.actor.id,
      from_id: event.fromId ?? null,
      to_id: event.toId ?? null,
      priority: event.priority ?? null,
      at: ctx.now,
    })
    .execute()
}
