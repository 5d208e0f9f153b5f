import type { ResultOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { contactTries, type DeferralReason, type Priority, type TaskKind, type TaskStatus } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'

export type TaskView = ResultOf<typeof api.acceptTask>['task']
export type TaskViewRow = {
  id: string
  kind: TaskKind
  status: TaskStatus
  priority: Priority
  owner_id: string | null
  covering_for_id: string | null
  care_team_id: string
  name_en: string
  name_fr: string
  due_at: Date
  created_at: Date
  escalated_to_id: string | null
  outcome: string | null
  note_id: string | null
  attempts: number
  last_attempt: string | null
  deferred_until: Date | null
  deferral_reason: DeferralReason | null
  deferred_by_id: string | null
  version: number
}

/** A task as the wire shows it, wherever tasks are listed. */
export function viewTask(ctx: Context, task: TaskViewRow, staff: Map<string, PersonReference>): TaskView {
  const person = (id: string | null) =>
    id === null ? null : (staff.get(id) ?? { id, kind: 'practitioner' as const, name: '', role: null })
  const deferralOf = ({ deferred_until: until, deferral_reason: reason, deferred_by_id: byId }: TaskViewRow) => {
    const by = person(byId)
    return until === null || reason === null || by === null ? null : { until, reason, by }
  }
  return {
    id: task.id,
    kind: task.kind,
    status: task.status,
    priority: task.priority,
    owner: person(task.owner_id),
    coveringFor: person(task.covering_for_id),
    careTeam: careTeamReference(ctx.client?.language ?? 'en', { ...task, id: task.care_team_id }),
    dueAt: task.due_at,
    createdAt: task.created_at,
    escalatedTo: person(task.escalated_to_id),
    outcome: task.outcome,
    noteId: task.note_id,
    attempts: task.attempts,
    lastAttempt: contactTries.find((one) => one === task.last_attempt) ?? null,
    deferral: deferralOf(task),
    version: task.version,
  }
}
