import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { Responder } from '../routing/choose-responder.ts'
import { openTask } from './open-task.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { literals } from '../platform/db.ts'
import { type Change, questionOf } from '../platform/together.ts'

export type OpenTask = NonNullable<Awaited<ReturnType<typeof findResponseTask>>>

const openResponse = questionOf('response', { conversation_id: 'uuid' }, (asked, practiceId) =>
  asked
    .innerJoin('tasks', (join) =>
      join
        .on('tasks.practice_id', '=', practiceId)
        .onRef('tasks.conversation_id', '=', 'asked.conversation_id')
        .on('tasks.kind', '=', sql.lit('respond'))
        .on('tasks.status', 'in', literals('requested', 'accepted')),
    )
    .select([
      'asked.n',
      'tasks.id',
      'tasks.due_at',
      'tasks.expected_at',
      'tasks.owner_id',
      'tasks.priority',
      'tasks.care_team_id',
      'tasks.covering_for_id',
      'tasks.covering_for_care_team_id',
    ]),
)

/** The open obligation to answer in this conversation, if there is one. */
export async function findResponseTask(ctx: Context, conversationId: string) {
  const [task] = await ctx.tx.together.ask(openResponse, { conversation_id: conversationId })
  return task
}

/** Opens the obligation to answer, with who is to act now. */
export function requestResponse(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  times: { dueAt: Date; expectAt: Date },
  how: { responder: Responder; isUrgent: boolean },
): Promise<unknown> {
  return openTask(ctx, conversation, { kind: 'respond', ...times, ...how })
}

const completion: Change<{ id: string; at: Date; by_id: string | null }> = {
  name: 'tasks complete',
  columns: { id: 'uuid', at: 'timestamptz', by_id: 'uuid' },
  sql: (given) => `update tasks t set status = 'completed', outcome = 'replied', ended_at = given.at,
      ended_by_id = given.by_id, version = t.version + 1
    from ${given} where t.practice_id = $1::uuid and t.id = given.id`,
}

const raising: Change<{ id: string }> = {
  name: 'tasks raise',
  columns: { id: 'uuid' },
  sql: (given) => `update tasks t set priority = 'urgent', version = t.version + 1
    from ${given} where t.practice_id = $1::uuid and t.id = given.id and t.priority = 'routine'`,
}

/** By a rule, an open obligation becomes urgent with what the patient adds. */
export async function raiseResponse(ctx: Context, task: OpenTask, conversationId: string): Promise<void> {
  if (task.priority === 'urgent') {
    return
  }
  await Promise.all([
    ctx.tx.together.change(raising, { id: task.id }),
    recordTaskEvent(ctx, { taskId: task.id, conversationId, act: 'prioritize', priority: 'urgent', isByRule: true }),
  ])
}

/** A reply completes the obligation, whoever held it. */
export async function completeResponse(
  ctx: Context,
  task: OpenTask | undefined,
  conversationId: string,
): Promise<void> {
  if (task === undefined) {
    return
  }
  await Promise.all([
    ctx.tx.together.change(completion, { id: task.id, at: ctx.now, by_id: ctx.actor.id }),
    recordTaskEvent(ctx, { taskId: task.id, conversationId, act: 'complete' }),
  ])
}
