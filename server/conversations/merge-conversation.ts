import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { ConversationRow } from '../access/conversations.ts'
import { selectOpenConsults } from '../consults/consult-rows.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict } from '../platform/problems.ts'
import { isHeldElsewhere } from '../tasks/is-held-elsewhere.ts'
import { joinResponse } from '../tasks/join-response.ts'
import { accessBoth } from './access-both.ts'
import { findWaiting } from './scheduled-view.ts'

/**
 * Puts another conversation of the same patient into this one. No message moves: the other's are read here through their own
 * door, what is owed there is owed here, and what is written from now on is written here. Twice is once.
 */
export async function mergeConversation(
  ctx: Context,
  input: InputOf<typeof api.mergeConversation>,
): Promise<ResultOf<typeof api.mergeConversation>> {
  const { head, part } = await accessBoth(ctx, input.conversationId, input.otherId)
  const patients = [head.patient_id]
  if (part.merged_into_id === head.id) {
    await recordAudit(ctx, 'conversation.merge', {
      object: { type: 'conversation', id: head.id, version: head.version },
      patients,
      info: ['repeat'],
    })
    return { version: head.version }
  }
  for (const [known, row] of [
    [input.version, head],
    [input.otherVersion, part],
  ] as const) {
    if (known !== row.version) {
      throw conflict('changed-meanwhile', { version: row.version, lastSequence: row.last_sequence })
    }
  }
  await refuseUnfit(ctx, head, part)

  const joined = await joinResponse(ctx, part, head)
  await linkTo(ctx, part.id, head.id)
  await Promise.all([
    ctx.tx
      .insertInto('merges')
      .values({
        practice_id: ctx.actor.practiceId,
        id: uuidv7(ctx.now),
        conversation_id: part.id,
        head_id: head.id,
        merged_at: ctx.now,
        merged_by_id: ctx.actor.id ?? '',
        task_id: joined?.taskId ?? null,
        head_task_id: joined?.headTaskId ?? null,
        is_head_task_new: joined?.isHeadTaskNew ?? false,
      })
      .execute(),
    moveDrafts(ctx, part.id, head.id),
    ...[head, part].map(({ id, version }) =>
      recordAudit(ctx, 'conversation.merge', { object: { type: 'conversation', id, version: version + 1 }, patients }),
    ),
  ])
  ctx.afterCommit(() => [head, part].forEach((one) => announce(ctx, one)))
  return { version: head.version + 1 }
}

/** Both versions move on: whoever looked at one of them before looks again. */
export async function linkTo(ctx: Context, partId: string, headId: string): Promise<void> {
  const both = () => ctx.tx.updateTable('conversations').where('practice_id', '=', ctx.actor.practiceId)
  await both()
    .set({ merged_into_id: headId, version: sql<number>`version + 1` })
    .where('id', '=', partId)
    .execute()
  await both()
    .set({ version: sql<number>`version + 1` })
    .where('id', '=', headId)
    .execute()
}

type Row = NonNullable<ConversationRow>

/** Each reason has a code of its own, so that the page says what to do about it. */
async function refuseUnfit(ctx: Context, head: Row, part: Row): Promise<void> {
  if (head.merged_into_id !== null || part.merged_into_id !== null) {
    throw conflict('already-merged')
  }
  if (head.status === 'closed' || part.status === 'closed') {
    throw conflict('merge-closed')
  }
  if (head.mode !== 'two-way' || part.mode !== 'two-way') {
    throw conflict('merge-one-way')
  }
  if (head.care_team_id !== part.care_team_id) {
    throw conflict('merge-other-inbox')
  }
  const [parts, isElsewhere, waiting, consults] = await Promise.all([
    countParts(ctx, [head.id, part.id]),
    isHeldElsewhere(ctx, [head.id, part.id], head.care_team_id),
    Promise.all([findWaiting(ctx, head.id), findWaiting(ctx, part.id)]),
    selectOpenConsults(ctx, [part.id]),
  ])
  if (parts.has(part.id)) {
    throw conflict('already-merged')
  }
  if ((parts.get(head.id) ?? 0) >= limits.mergedConversations) {
    throw conflict('too-many-merged', { limit: limits.mergedConversations })
  }
  if (isElsewhere) {
    throw conflict('merge-held-elsewhere')
  }
  const answer = waiting.find((one) => one !== undefined)
  if (answer !== undefined) {
    throw conflict('answer-waiting', { sendAt: answer.send_at.toISOString() })
  }
  if (consults.length > 0) {
    throw conflict('consult-open')
  }
}

async function countParts(ctx: Context, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select(['merged_into_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('merged_into_id', 'in', ids)
    .groupBy('merged_into_id')
    .execute()
  return new Map(rows.map((row) => [row.merged_into_id ?? '', row.count]))
}

/** Unfinished words go where they can be sent. */
function moveDrafts(ctx: Context, fromId: string, toId: string): Promise<unknown> {
  return ctx.tx
    .updateTable('drafts')
    .set({ conversation_id: toId })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', fromId)
    .where('ended_at', 'is', null)
    .execute()
}
