import type { TaskKind } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { recordTaskEvent } from './record-task-event.ts'

/** Opens a task in the conversation's inbox; returns its id. One of a kind is open per conversation: the database refuses a second. */
export async function openTask(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  task: { kind: TaskKind; dueAt: Date },
): Promise<string> {
  const id = uuidv7(ctx.now)
  const inserted = ctx.tx
    .insertInto('tasks')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      kind: task.kind,
      status: 'requested',
      care_team_id: conversation.care_team_id,
      due_at: task.dueAt,
      escalate_at: task.dueAt,
      created_at: ctx.now,
    })
    .execute()
  await Promise.all([
    inserted,
    recordTaskEvent(ctx, { taskId: id, conversationId: conversation.id, act: 'open', toId: conversation.care_team_id }),
  ])
  return id
}
