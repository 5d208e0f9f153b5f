import type { Updateable } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import { Task } from '../../shared/api/conversations.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import type { TaskRow } from '../access/tasks.ts'
import type { Tasks } from '../platform/db-types.ts'
import { conflict, type Problem } from '../platform/problems.ts'
import { announceTask } from './announce-task.ts'
import { clockSoon } from './look-at-clocks.ts'
import { recordTaskEvent, type TaskEventLine } from './record-task-event.ts'
import { viewTask } from './view-task.ts'

export type Changed = ResultOf<typeof api.acceptTask>
type TaskChange = {
  set: Partial<Pick<TaskRow, 'status' | 'priority' | 'care_team_id' | 'owner_id' | 'for_care_team_id'>> &
    Partial<Pick<TaskRow, 'name_en' | 'name_fr' | 'home_care_team_id'>> &
    Pick<Updateable<Tasks>, 'escalation_level' | 'escalated_at' | 'escalate_at' | 'cover_at' | 'expected_at'> &
    Partial<Pick<TaskRow, 'escalated_to_id' | 'ended_at' | 'ended_by_id' | 'outcome'>> &
    Partial<Pick<TaskRow, 'covering_for_id' | 'covering_for_care_team_id' | 'due_at' | 'attempts' | 'last_attempt'>> &
    Partial<Pick<TaskRow, 'deferred_until' | 'deferral_reason' | 'deferred_by_id'>>
  /** The audit act of the endpoint. */
  act: string
  history: Omit<TaskEventLine, 'taskId' | 'conversationId'>[]
}

/** Writes one change of a locked task with its history and audit entry, in one flight, and tells everybody it concerns. */
export async function changeTask(
  ctx: Context,
  task: TaskRow,
  staff: Map<string, PersonReference>,
  change: TaskChange,
): Promise<Changed> {
  const { name_en: _nameEn, name_fr: _nameFr, home_care_team_id: _home, ...columns } = change.set
  const version = task.version + 1
  const isMoved = isInOtherHands(task, change)
  // Whoever has it now decides anew.
  const taken = isMoved ? withoutDeferral(task) : {}
  await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({ ...(isMoved && { expect_at: clockSoon(ctx) }), ...taken, ...columns, version })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    ...change.history.map((line) =>
      recordTaskEvent(ctx, { ...line, taskId: task.id, conversationId: task.conversation_id }),
    ),
    recordAudit(ctx, change.act, {
      object: { type: 'task', id: task.id, version },
      patients: [task.patient_id],
    }),
  ])
  // The row is locked: what was read and what was written is all there is to it.
  const changed = { ...task, ...taken, ...change.set, version } as TaskRow
  announceTask(ctx, task, changed)
  return { task: viewTask(ctx, changed, staff) }
}

/** Whoever has it now may need longer: the time that the patient was told is looked at again. */
function isInOtherHands(task: TaskRow, { set }: TaskChange): boolean {
  return (
    (set.owner_id !== undefined && set.owner_id !== task.owner_id) ||
    (set.care_team_id !== undefined && set.care_team_id !== task.care_team_id)
  )
}

/** The columns of a task that waits no longer: late, it is shown to others as if it had not waited. */
export function withoutDeferral(task: TaskRow) {
  const wasHeld = task.deferred_until !== null && task.escalation_level === 0
  return {
    deferred_until: null,
    deferral_reason: null,
    deferred_by_id: null,
    ...(wasHeld && { escalate_at: task.due_at }),
  }
}

/** The same act, sent twice: recorded as asked for, and nothing else happens. */
export async function leaveTask(
  ctx: Context,
  task: TaskRow,
  staff: Map<string, PersonReference>,
  act: string,
): Promise<Changed> {
  await recordAudit(ctx, act, {
    object: { type: 'task', id: task.id, version: task.version },
    patients: [task.patient_id],
  })
  return { task: viewTask(ctx, task, staff) }
}

/** 409 with the task as it is now: whose it is, where, and whether it is still open. */
export function changedMeanwhile(ctx: Context, task: TaskRow, staff: Map<string, PersonReference>): Problem {
  return conflict('changed-meanwhile', { task: Task.parse(viewTask(ctx, task, staff)) })
}
