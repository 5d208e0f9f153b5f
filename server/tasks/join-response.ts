import { type Selectable, sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { literals } from '../platform/db.ts'
import type { Tasks } from '../platform/db-types.ts'
import { uuidv7 } from '../platform/ids.ts'
import { recordTaskEvent } from './record-task-event.ts'

export type ResponseRow = Selectable<Tasks>
export type Joined = { taskId: string; headTaskId: string; isHeadTaskNew: boolean }

/**
 * What is owed in one conversation is owed in the other from now on, never later than either was to be answered or was told.
 * The caller holds the rows of both conversations. Null where nothing was owed.
 */
export async function joinResponse(
  ctx: Context,
  part: { id: string },
  head: { id: string; patient_id: string },
): Promise<Joined | null> {
  const open = await lockResponses(ctx, [part.id, head.id])
  const owed = open.find((task) => task.conversation_id === part.id)
  const standing = open.find((task) => task.conversation_id === head.id)
  if (owed === undefined) {
    return null
  }
  const [, headTaskId] = await Promise.all([
    endMerged(ctx, owed),
    standing === undefined ? openCopy(ctx, owed, head.id, {}) : tighten(ctx, standing, owed),
  ])
  return { taskId: owed.id, headTaskId, isHeadTaskNew: standing === undefined }
}

/** By one order, whoever else locks some of them. */
export function lockResponses(ctx: Context, conversationIds: string[]): Promise<ResponseRow[]> {
  return ctx.tx
    .selectFrom('tasks')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', 'in', conversationIds)
    .where('kind', '=', 'respond')
    .where('status', 'in', literals('requested', 'accepted'))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** It is to be answered elsewhere: the task ends here without an outcome, because nobody has answered. No other task ends so. */
export async function endMerged(ctx: Context, task: { id: string; conversation_id: string }): Promise<void> {
  await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        status: 'cancelled',
        outcome: null,
        ended_at: ctx.now,
        ended_by_id: ctx.actor.id,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    recordTaskEvent(ctx, { taskId: task.id, conversationId: task.conversation_id, act: 'cancel' }),
  ])
}

/** The same obligation in another conversation: since when, by when, whose, and who has been told that it is late. */
export async function openCopy(
  ctx: Context,
  task: ResponseRow,
  conversationId: string,
  changes: Partial<ResponseRow>,
): Promise<string> {
  const id = uuidv7(ctx.now)
  const copy = { ...task, ...changes }
  await ctx.tx
    .insertInto('tasks')
    .values({
      ...copy,
      id,
      conversation_id: conversationId,
      cover_at: ctx.now,
      ended_at: null,
      ended_by_id: null,
      outcome: null,
      version: 1,
    })
    .execute()
  await recordTaskEvent(ctx, { taskId: id, conversationId, act: 'open', toId: copy.owner_id ?? copy.care_team_id })
  return id
}

/** What stands takes the earlier time and the greater urgency; what was put off is to do again, because there is news in it. */
async function tighten(ctx: Context, standing: ResponseRow, owed: ResponseRow): Promise<string> {
  const dueAt = earlier(standing.due_at, owed.due_at)
  const toldAt = earlier(toldTime(standing), toldTime(owed))
  const later = owed.escalation_level > standing.escalation_level ? owed : standing
  const isFree = standing.owner_id === null && owed.owner_id !== null
  await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        due_at: dueAt,
        expected_at: toldAt > dueAt ? toldAt : null,
        expect_at: earlier(standing.expect_at, owed.expect_at),
        renewals: Math.max(standing.renewals, owed.renewals),
        priority: [standing.priority, owed.priority].includes('urgent') ? 'urgent' : 'routine',
        escalation_level: later.escalation_level,
        escalated_to_id: later.escalated_to_id,
        escalated_at: later.escalated_at,
        escalate_at: later.escalation_level === 0 ? dueAt : later.escalate_at,
        deferred_until: null,
        deferral_reason: null,
        deferred_by_id: null,
        ...(isFree && {
          status: owed.status,
          owner_id: owed.owner_id,
          covering_for_id: owed.covering_for_id,
          covering_for_care_team_id: owed.covering_for_care_team_id,
        }),
        cover_at: ctx.now,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', standing.id)
      .execute(),
    standing.deferred_until !== null &&
      recordTaskEvent(ctx, { taskId: standing.id, conversationId: standing.conversation_id, act: 'resume' }),
    isFree &&
      recordTaskEvent(ctx, {
        taskId: standing.id,
        conversationId: standing.conversation_id,
        act: 'reassign',
        fromId: standing.care_team_id,
        toId: owed.owner_id,
      }),
  ])
  return standing.id
}

/** By when the patient was told last to expect the answer. */
export function toldTime({ due_at, expected_at }: Pick<ResponseRow, 'due_at' | 'expected_at'>): Date {
  return expected_at ?? due_at
}

function earlier<T extends Date | null>(a: T, b: T): T {
  if (a === null || b === null) {
    return a ?? b
  }
  return a <= b ? a : b
}
