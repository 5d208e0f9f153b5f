import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isRestricted } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { accessPatient } from '../access/patients.ts'
import { literals } from '../platform/db.ts'
import { forbidden } from '../platform/problems.ts'
import { openSubject, startRows } from './scheduled-starts.ts'
import { isToShow, selectScheduledFiles, viewScheduled } from './scheduled-view.ts'

/** First messages to a patient that have not gone out, so that nobody writes the same twice. */
export async function listScheduledStarts(
  ctx: Context,
  input: InputOf<typeof api.listScheduledStarts>,
): Promise<ResultOf<typeof api.listScheduledStarts>> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const { id } = await accessPatient(ctx, input.patientId)
  const [rows, staff] = await Promise.all([
    startRows(ctx)
      .where('scheduled_sends.patient_id', '=', id)
      // Those that block stand beside the card.
      .where('scheduled_sends.block_id', 'is', null)
      .where('scheduled_sends.state', 'in', literals('waiting', 'refused'))
      .where(isToShow)
      .orderBy('scheduled_sends.send_at')
      .orderBy('scheduled_sends.id')
      .limit(limits.pageRows)
      .execute(),
    practitionerNames(ctx),
  ])
  const [files] = await Promise.all([
    selectScheduledFiles(ctx, rows),
    recordAudit(ctx, 'message.list-scheduled', { patients: [id], info: ['list', 'message'] }),
  ])
  return {
    items: rows.map((row) => ({
      conversationId: row.is_seen ? row.conversation_id : null,
      topic: { en: row.name_en, fr: row.name_fr },
      subject: openSubject(ctx, row),
      send: viewScheduled(ctx, row, { staff, files, withheld: isRestricted(ctx.actor, row) }),
    })),
  }
}
