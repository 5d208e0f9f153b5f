import { limits } from '../../shared/limits.ts'
import type { TaskKind } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { rowsOf } from '../platform/together.ts'
import type { Responder } from '../routing/choose-responder.ts'
import { type Place, placeOf } from './plan-cover.ts'
import { recordTaskEvent } from './record-task-event.ts'

const taskRows = rowsOf('tasks', {
  id: 'uuid',
  conversation_id: 'uuid',
  patient_id: 'uuid',
  kind: 'text',
  status: 'text',
  priority: 'text',
  owner_id: 'uuid',
  care_team_id: 'uuid',
  for_care_team_id: 'uuid',
  covering_for_id: 'uuid',
  covering_for_care_team_id: 'uuid',
  cover_at: 'timestamptz',
  due_at: 'timestamptz',
  escalate_at: 'timestamptz',
  expect_at: 'timestamptz',
  created_at: 'timestamptz',
  note_id: 'uuid',
})

/**
 * Opens a task; returns its id. It is with who is to act, or in the conversation's inbox until the next look at who covers
 * for whom. One answer is owed, and one person to be reached, per conversation: the database refuses a second.
 */
export async function openTask(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  task: {
    kind: TaskKind
    dueAt: Date
    responder?: Responder
    isUrgent?: boolean
    /** When to look whether the time that the patient was told still holds. */
    expectAt?: Date
    /** The words of a follow-up. */
    noteId?: string
    /** The inbox that was asked, where it is not the conversation's. */
    forCareTeamId?: string | null
    /** When it began to be owed, where that is not now. */
    since?: Date
  },
): Promise<string> {
  const id = uuidv7(ctx.now)
  const { responder } = task
  const inserted = ctx.tx.together.change(taskRows, {
    id,
    conversation_id: conversation.id,
    patient_id: conversation.patient_id,
    kind: task.kind,
    status: 'requested',
    priority: task.isUrgent === true ? 'urgent' : 'routine',
    ...(responder === undefined ? inInbox(conversation) : placeOf(responder)),
    for_care_team_id: task.forCareTeamId ?? null,
    cover_at: responder === undefined ? ctx.now : lookAgainAt(ctx.now, responder.until),
    due_at: task.dueAt,
    escalate_at: task.dueAt,
    expect_at: task.expectAt ?? null,
    created_at: task.since ?? ctx.now,
    note_id: task.noteId ?? null,
  })
  const actsId = responder?.ownerId ?? responder?.careTeamId ?? conversation.care_team_id
  const coveredId = responder?.coveringFor?.id ?? null
  const line = { taskId: id, conversationId: conversation.id }
  await Promise.all([
    inserted,
    recordTaskEvent(ctx, { ...line, act: 'open', toId: coveredId ?? actsId }),
    coveredId !== null && recordTaskEvent(ctx, { ...line, act: 'cover', fromId: coveredId, toId: actsId }),
  ])
  return id
}

/** Whose it is has not been decided: the next look at who covers for whom is due at once. */
function inInbox({ care_team_id }: { care_team_id: string }): Place {
  return { owner_id: null, care_team_id, covering_for_id: null, covering_for_care_team_id: null }
}

/** When to look again who is to act: when that may change, and soon in any case, should a change have slipped by. */
export function lookAgainAt(now: Date, until: Date): Date {
  return new Date(Math.min(until.getTime(), now.getTime() + limits.coverRecheckMinutes * 60_000))
}
