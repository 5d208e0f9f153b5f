import type { Insertable } from 'kysely'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import type { ScheduledSends } from '../platform/db-types.ts'
import { invalid } from '../platform/problems.ts'
import {
  type ScheduledRow,
  scheduledRows,
  type ScheduledView,
  selectScheduledFiles,
  viewScheduled,
} from './scheduled-view.ts'

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

export function findScheduled(ctx: Context, id: string): Promise<ScheduledRow | undefined> {
  return scheduledRows(ctx).where('scheduled_sends.id', '=', id).executeTakeFirst()
}

/** The same request, sent twice: how it stands. Other words under the same id are refused, and change nothing. */
export async function answerScheduledAgain(
  ctx: Context,
  earlier: ScheduledRow,
  same: { isSamePlace: boolean; requestHash: Buffer },
): Promise<ScheduledView> {
  const isSame = same.isSamePlace && earlier.author_id === ctx.actor.id
  if (!isSame || !earlier.request_hash.equals(same.requestHash)) {
    throw invalid({ path: 'messageId', code: 'id-already-used' })
  }
  await recordAudit(ctx, 'message.schedule', {
    object: { type: 'message', id: earlier.id },
    patients: [earlier.patient_id],
    info: ['message', 'repeat'],
  })
  return viewOwnScheduled(ctx, earlier)
}

/** What was put off, to whoever put it off: with all its words. */
export async function viewOwnScheduled(ctx: Context, row: ScheduledRow | undefined): Promise<ScheduledView> {
  if (row === undefined) {
    throw new Error('what was put off is not there')
  }
  const [staff, files] = await Promise.all([practitionerNames(ctx), selectScheduledFiles(ctx, [row])])
  return viewScheduled(ctx, row, { staff, files, withheld: false })
}
