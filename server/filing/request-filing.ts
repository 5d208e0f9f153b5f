import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { literals } from '../platform/db.ts'

/**
 * Puts a conversation on the list of what must go to the chart. One request is open at a time: asking again makes the
 * worker try now, with everything said until now.
 */
export async function requestFiling(
  ctx: Context,
  conversation: { id: string; patient_id: string; last_sequence: number; label_ids: string[] },
  filingId: string = uuidv7(ctx.now),
): Promise<{ filingId: string; status: 'requested' }> {
  const row = await ctx.tx
    .insertInto('filings')
    .values({
      practice_id: ctx.actor.practiceId,
      id: filingId,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      status: 'requested',
      up_to_sequence: conversation.last_sequence,
      label_ids: conversation.label_ids,
      requested_by_id: ctx.actor.id,
      requested_at: ctx.now,
      due_at: ctx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['practice_id', 'conversation_id'])
        .where('status', 'in', literals('requested', 'failed'))
        .doUpdateSet({
          status: 'requested',
          up_to_sequence: sql<number>`greatest(filings.up_to_sequence, excluded.up_to_sequence)`,
          label_ids: conversation.label_ids,
          requested_at: ctx.now,
          requested_by_id: ctx.actor.id,
          due_at: ctx.now,
          attempts: 0,
          problem: null,
        }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return { filingId: row.id, status: 'requested' }
}
