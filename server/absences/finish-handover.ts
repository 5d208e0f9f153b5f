import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { permitAbsences } from '../access/absences.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'
import { selectOwnAbsences } from './handover-rows.ts'

/** The reader knows what happened while they were away, and is not shown it again. Twice is once: the first time stays. */
export async function finishHandover(
  ctx: Context,
  input: InputOf<typeof api.finishHandover>,
): Promise<Record<string, never>> {
  permitAbsences(ctx)
  const absence = await selectOwnAbsences(ctx).where('id', '=', input.absenceId).forNoKeyUpdate().executeTakeFirst()
  if (absence === undefined) {
    throw notFound()
  }
  await Promise.all([
    ctx.tx
      .updateTable('absences')
      .set({ handover_read_at: absence.handover_read_at ?? ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', absence.id)
      .execute(),
    recordAudit(ctx, 'handover.finish', { object: { type: 'absence', id: absence.id } }),
  ])
  return {}
}
