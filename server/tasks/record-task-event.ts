import type { ContactTry, Priority } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { rowsOf } from '../platform/together.ts'

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
  | 'defer'
  | 'resume'
  | ContactTry
export type TaskEventLine = {
  taskId: string
  conversationId: string
  act: TaskAct
  /** Who or which inbox had it, and has it now. */
  fromId?: string | null
  toId?: string | null
  /** With `prioritize` alone: the priority it was given. */
  priority?: Priority
  /** A rule did it, nobody in person. */
  isByRule?: boolean
}

const lines = rowsOf('task_events', {
  id: 'uuid',
  task_id: 'uuid',
  conversation_id: 'uuid',
  act: 'text',
  actor_id: 'uuid',
  from_id: 'uuid',
  to_id: 'uuid',
  priority: 'text',
  at: 'timestamptz',
})

/** One line of a task's history, for the record and the chart. */
export function recordTaskEvent(ctx: Context, event: TaskEventLine): Promise<void> {
  return ctx.tx.together.change(lines, {
    id: uuidv7(ctx.now),
    task_id: event.taskId,
    conversation_id: event.conversationId,
    act: event.act,
    actor_id: event.isByRule === true ? null : ctx.actor.id,
    from_id: event.fromId ?? null,
    to_id: event.toId ?? null,
    priority: event.priority ?? null,
    at: ctx.now,
  })
}
