import type { Context } from '../access/context.ts'
import { endMerged, lockResponses, openCopy, toldTime } from './join-response.ts'
import { openTask } from './open-task.ts'

type Part = { id: string; patient_id: string; care_team_id: string }

/**
 * What is owed for some messages is owed in a conversation of their own, since the oldest of them came; where the patient was
 * told an earlier time, that holds. Where nothing stays to be answered, the obligation ends there without an outcome, because
 * nobody has answered. The caller holds the row of the conversation that they were written in.
 */
export async function splitResponse(
  ctx: Context,
  original: { id: string },
  part: Part,
  { since, dueAt, expectAt, isAnyLeft }: { since: Date; dueAt: Date; expectAt: Date; isAnyLeft: boolean },
): Promise<void> {
  const [owed] = await lockResponses(ctx, [original.id])
  if (owed === undefined) {
    await openTask(ctx, part, { kind: 'respond', dueAt, expectAt, since })
    return
  }
  const due = owed.due_at < dueAt ? owed.due_at : dueAt
  const told = toldTime(owed)
  await openCopy(ctx, owed, part.id, {
    created_at: since,
    due_at: due,
    expected_at: told > due ? told : null,
    escalate_at: owed.escalation_level === 0 ? due : owed.escalate_at,
    deferred_until: null,
    deferral_reason: null,
    deferred_by_id: null,
  })
  if (!isAnyLeft) {
    await endMerged(ctx, owed)
  }
}
