import { limits } from '../../shared/limits.ts'
import type { TaskKind } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Responder } from '../routing/choose-responder.ts'
import { placeOf } from './plan-cover.ts'
import { recordTaskEvent } from './record-task-event.ts'

/**
 * Opens a task; returns its id. It is with who is to act, or in the conversation's inbox until the next look at who covers
 * for whom. One of a kind is open per conversation: the database refuses a second.
 */
export async function openTask(
  ctx: Context,
  conversation: { id: string; patient_id: string; care_team_id: string },
  task: { kind: TaskKind; dueAt: Date; responder?: Responder },
): Promise<string> {
  const id = uuidv7(ctx.now)
  const { responder } = task
  const inserted = ctx.tx
    .insertInto('tasks')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      kind: task.kind,
      status: 'requested',
      ...(responder === undefined
        ? { care_team_id: conversation.care_team_id }
        : { ...placeOf(responder), cover_at: lookAgainAt(ctx.now, responder.until) }),
      due_at: task.dueAt,
      escalate_at: task.dueAt,
      created_at: ctx.now,
    })
    .execute()
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

/** When to look again who is to act: when that may change, and soon in any case, should a change have slipped by. */
export function lookAgainAt(now: Date, until: Date): Date {
  return new Date(Math.min(until.getTime(), now.getTime() + limits.coverRecheckMinutes * 60_000))
}
