import { sql } from 'kysely'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { endContactTask } from '../tasks/end-contact-task.ts'

/** The reader's position moves on, never back; each move is kept, so that every message has its time of first reading. */
export async function markRead(
  ctx: Context,
  input: InputOf<typeof api.markRead>,
): Promise<ResultOf<typeof api.markRead>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.read')
  const sequence = Math.min(input.sequence, conversation.last_sequence)
  const reader = ctx.actor
  if (reader.kind === 'system' || sequence === 0) {
    return { sequence }
  }
  const moved = await ctx.tx
    .insertInto('readings')
    .columns(['practice_id', 'conversation_id', 'reader_kind', 'reader_id', 'up_to_sequence', 'read_at'])
    .expression(
      sql`select ${reader.practiceId}, ${conversation.id}, ${reader.kind}, ${reader.id}, ${sequence}::integer, ${ctx.now}::timestamptz
        where not exists (select from readings where practice_id = ${reader.practiceId}
          and conversation_id = ${conversation.id} and reader_id = ${reader.id} and up_to_sequence >= ${sequence}::integer)`,
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('up_to_sequence')
    .executeTakeFirst()
  await Promise.all([
    recordAudit(ctx, 'message.read', {
      object: { type: 'conversation', id: conversation.id },
      patients: [conversation.patient_id],
      info: ['message'],
    }),
    moved !== undefined && movePosition(ctx, conversation.id, sequence),
    moved !== undefined &&
      reader.kind === 'patient' &&
      sequence >= conversation.last_sequence &&
      endContactTask(ctx, conversation.id),
  ])
  if (moved !== undefined) {
    ctx.afterCommit(() => announce(ctx, conversation))
  }
  return { sequence }
}

/** The patient who has read everything stops the clock of reminders. */
function movePosition(ctx: Context, conversationId: string, sequence: number): Promise<unknown> {
  const mine = ctx.tx
    .updateTable('conversations')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', conversationId)
  if (ctx.actor.kind === 'practitioner') {
    return mine.set({ staff_read_sequence: sql<number>`greatest(staff_read_sequence, ${sequence}::integer)` }).execute()
  }
  const isAllRead = sql`(last_sequence <= ${sequence}::integer)`
  return mine
    .set({
      patient_read_sequence: sql<number>`greatest(patient_read_sequence, ${sequence}::integer)`,
      patient_unread_since: sql<Date>`case when ${isAllRead} then null else patient_unread_since end`,
      notify_due_at: sql<Date>`case when ${isAllRead} then null else notify_due_at end`,
      reminded_at: sql<Date>`case when ${isAllRead} then null else reminded_at end`,
      reminded_again_at: sql<Date>`case when ${isAllRead} then null else reminded_again_at end`,
      unreachable_at: sql<Date>`case when ${isAllRead} then null else unreachable_at end`,
      is_important: sql<boolean>`is_important and not ${isAllRead}`,
      escalated_unread_at: sql<Date>`case when ${isAllRead} then null else escalated_unread_at end`,
    })
    .execute()
}
