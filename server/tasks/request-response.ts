import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'

export type OpenTask = { id: string; due_at: Date; owner_id: string | null; care_team_id: string }

/** The open obligation to answer in this conversation, if there is one. */
export function findResponseTask(ctx: Context, conversationId: string): Promise<OpenTask | undefined> {
  return ctx.tx
    .selectFrom('tasks')
    .select(['id', 'due_at', 'owner_id', 'care_team_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('kind', '=', 'respond')
    .where('status', 'in', ['requested', 'accepted'])
    .executeTakeFirst()
}

/** Opens the obligation to answer. One stays open per conversation: the database refuses a second. */
export function requestResponse(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  dueAt: Date,
): Promise<unknown> {
  const id = uuidv7(ctx.now)
  const practiceId = ctx.actor.practiceId
  const opened = ctx.tx
    .insertInto('tasks')
    .values({
      practice_id: practiceId,
      id,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      kind: 'respond',
      status: 'requested',
      care_team_id: conversation.care_team_id,
      due_at: dueAt,
      created_at: ctx.now,
    })
    .execute()
  return Promise.all([opened, recordTaskEvent(ctx, { taskId: id, conversationId: conversation.id, act: 'open', toId: conversation.care_team_id })])
}

/** A reply completes the obligation, whoever held it. */
export function completeResponse(ctx: Context, task: OpenTask | undefined, conversationId: string): Promise<unknown> {
  if (task === undefined) {
    return Promise.resolve()
  }
  return Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({ status: 'completed', outcome: 'replied', ended_at: ctx.now, ended_by_id: ctx.actor.id })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    recordTaskEvent(ctx, { taskId: task.id, conversationId, act: 'complete' }),
  ])
}

/** One line of a task's history, for the record and the chart. */
export function recordTaskEvent(
  ctx: Context,
  event: { taskId: string; conversationId: string; act: string; fromId?: string | null; toId?: string | null },
): Promise<unknown> {
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
      at: ctx.now,
    })
    .execute()
}
