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
      'tasks.for_care_team_id',
      'tasks.covering_for_id',
      'tasks.covering_for_care_team_id',
      'tasks.deferred_until',
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

const addition: Change<{ id: string; raises: boolean; resumes: boolean }> = {
  name: 'tasks add',
  columns: { id: 'uuid', raises: 'boolean', resumes: 'boolean' },
  sql: (given) => `update tasks t set
      priority = case when given.raises then 'urgent' else t.priority end,
      deferred_until = case when given.resumes then null else t.deferred_until end,
      deferral_reason = case when given.resumes then null else t.deferral_reason end,
      deferred_by_id = case when given.resumes then null else t.deferred_by_id end,
      escalate_at = case when given.resumes and t.escalation_level = 0 then t.due_at else t.escalate_at end,
      version = t.version + 1
    from ${given} where t.practice_id = $1::uuid and t.id = given.id`,
}

/**
 * What a patient adds to an open obligation: by a rule it becomes urgent; and what was put off is to do again, because there
 * may be news in it.
 */
export async function addToResponse(
  ctx: Context,
  task: OpenTask,
  conversationId: string,
  { isUrgent }: { isUrgent: boolean },
): Promise<void> {
  const raises = isUrgent && task.priority === 'routine'
  const resumes = task.deferred_until !== null
  if (!raises && !resumes) {
    return
  }
  const line = { taskId: task.id, conversationId }
  await Promise.all([
    ctx.tx.together.change(addition, { id: task.id, raises, resumes }),
    raises && recordTaskEvent(ctx, { ...line, act: 'prioritize', priority: 'urgent', isByRule: true }),
    resumes && recordTaskEvent(ctx, { ...line, act: 'resume' }),
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
