import type { Insertable } from 'kysely'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { ScheduledSends } from '../platform/db-types.ts'

type Row = Omit<Insertable<ScheduledSends>, 'practice_id' | 'created_at'> & { attachment_ids: string[] }

/** What is put off is written down and on record. An earlier try with the same words, or at the same question, has come to its end. */
export async function insertScheduled(ctx: Context, row: Row): Promise<void> {
  const { practiceId } = ctx.actor
  await Promise.all([
    ctx.tx
      .updateTable('scheduled_sends')
      .set({ state: 'cancelled' })
      .where('practice_id', '=', practiceId)
      .where((eb) =>
        eb.or([
          eb('draft_id', '=', row.draft_id),
          ...(row.consult_id === undefined || row.consult_id === null ? [] : [eb('consult_id', '=', row.consult_id)]),
        ]),
      )
      .where('state', '=', 'refused')
      .execute(),
    ctx.tx
      .insertInto('scheduled_sends')
      .values({ ...row, practice_id: practiceId, created_at: ctx.now })
      .execute(),
    recordAudit(ctx, 'message.schedule', {
      object: { type: 'message', id: row.id },
      patients: [row.patient_id],
      info: row.attachment_ids.length > 0 ? ['message', 'attachment'] : ['message'],
    }),
  ])
}
