import type { Selectable } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { TaskStatus } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import type { TaskRow } from '../access/tasks.ts'
import type { GivenTasks } from '../platform/db-types.ts'

export type Given = Omit<Selectable<GivenTasks>, 'status'> & { status: TaskStatus }
type Act = { assignmentId: string; conversation: { id: string; care_team_id: string } }

/** Keeps how tasks are that are given away in this transaction, which raises the version of each by one. */
export async function keepGiven(ctx: Context, act: Act, tasks: readonly TaskRow[]): Promise<void> {
  if (ctx.actor.id === null) {
    throw new Error('a colleague gives')
  }
  const giver = { practice_id: ctx.actor.practiceId, giver_id: ctx.actor.id, given_at: ctx.now }
  await ctx.tx
    .insertInto('given_tasks')
    .values(
      tasks.map((task) => ({
        ...giver,
        assignment_id: act.assignmentId,
        task_id: task.id,
        conversation_id: act.conversation.id,
        home_care_team_id: act.conversation.care_team_id,
        version: task.version + 1,
        ...placeBefore(task),
      })),
    )
    .execute()
}

/** Everything that giving a task away may change. */
export function placeBefore(task: TaskRow | Given) {
  return {
    status: task.status,
    owner_id: task.owner_id,
    care_team_id: task.care_team_id,
    for_care_team_id: task.for_care_team_id,
    covering_for_id: task.covering_for_id,
    covering_for_care_team_id: task.covering_for_care_team_id,
    escalation_level: task.escalation_level,
    escalated_to_id: task.escalated_to_id,
    escalated_at: task.escalated_at,
    escalate_at: task.escalate_at,
    deferred_until: task.deferred_until,
    deferral_reason: task.deferral_reason,
    deferred_by_id: task.deferred_by_id,
  }
}

/** What one gave away in one act, locked, as long as it can be taken back. */
export async function lockGiven(ctx: Context, assignmentId: string): Promise<Given[]> {
  const rows = await ctx.tx
    .selectFrom('given_tasks')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('giver_id', '=', ctx.actor.id)
    .where('assignment_id', '=', assignmentId)
    .where('given_at', '>', undoneNoMoreAt(ctx))
    .orderBy('task_id')
    .forNoKeyUpdate()
    .$narrowType<{ status: TaskStatus }>()
    .execute()
  return rows
}

/** What one gave away so long ago that it is not taken back any more is kept no longer. */
export function forgetGiven(ctx: Context): Promise<unknown> {
  return ctx.tx
    .deleteFrom('given_tasks')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('giver_id', '=', ctx.actor.id)
    .where('given_at', '<=', undoneNoMoreAt(ctx))
    .execute()
}

function undoneNoMoreAt(ctx: Context): Date {
  return new Date(ctx.now.getTime() - limits.undoAssignmentMinutes * 60_000)
}
