import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { conflict } from '../platform/problems.ts'
import { partResponse } from '../tasks/part-response.ts'
import { accessBoth } from './access-both.ts'
import { findWaiting } from './scheduled-view.ts'

/** Takes a conversation out of this one again. Each has its own messages as before; what is still owed is owed in its place. Twice is once. */
export async function unmergeConversation(
  ctx: Context,
  input: InputOf<typeof api.unmergeConversation>,
): Promise<ResultOf<typeof api.unmergeConversation>> {
  const { head, part } = await accessBoth(ctx, input.conversationId, input.otherId)
  const patients = [head.patient_id]
  if (part.merged_into_id !== head.id) {
    await recordAudit(ctx, 'conversation.unmerge', {
      object: { type: 'conversation', id: head.id, version: head.version },
      patients,
      info: ['repeat'],
    })
    return { version: head.version }
  }
  if (head.status === 'closed') {
    throw conflict('merge-closed')
  }
  const waiting = await findWaiting(ctx, head.id)
  if (waiting !== undefined) {
    throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
  }
  const merge = await findStanding(ctx, part.id)
  // What was closed with the head ended there; what the head still owes, it owes.
  if (part.status === 'open') {
    await partResponse(ctx, merge, part, head)
  }
  await ctx.tx
    .updateTable('conversations')
    .set((eb) => ({
      version: sql<number>`version + 1`,
      merged_into_id: eb.case().when('id', '=', part.id).then(null).else(eb.ref('merged_into_id')).end(),
    }))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', [head.id, part.id])
    .execute()
  await Promise.all([
    ctx.tx
      .updateTable('merges')
      .set({ parted_at: ctx.now, parted_by_id: ctx.actor.id })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', merge.id)
      .execute(),
    ...[head, part].map(({ id, version }) =>
      recordAudit(ctx, 'conversation.unmerge', {
        object: { type: 'conversation', id, version: version + 1 },
        patients,
      }),
    ),
  ])
  ctx.afterCommit(() => [head, part].forEach((one) => announce(ctx, one)))
  return { version: head.version + 1 }
}

function findStanding(ctx: Context, partId: string) {
  return ctx.tx
    .selectFrom('merges')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', partId)
    .where('parted_at', 'is', null)
    .executeTakeFirstOrThrow()
}
