import type { ResultOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isRestricted, visibleConversations } from '../access/conversations.ts'
import { patientReference, practitionerNames } from '../access/names.ts'
import { canWriteTo } from '../access/patients.ts'
import { literals } from '../platform/db.ts'
import { forbidden } from '../platform/problems.ts'
import { isToShow, scheduledRows, selectScheduledFiles, viewScheduled } from './scheduled-view.ts'

type Item = ResultOf<typeof api.listScheduledSends>['items'][number]

/** What the reader wrote and has not gone out, in conversations that they still see, or to begin one. */
export async function listScheduledSends(ctx: Context): Promise<ResultOf<typeof api.listScheduledSends>> {
  if (ctx.actor.kind !== 'practitioner' || !canWriteTo(ctx.actor)) {
    throw forbidden()
  }
  const [rows, staff] = await Promise.all([selectOwn(ctx), practitionerNames(ctx)])
  const patients = [...new Set(rows.map((row) => row.patient_id))]
  const [files] = await Promise.all([
    selectScheduledFiles(ctx, rows),
    ctx.keys.load(patients),
    recordAudit(ctx, 'message.list-scheduled', { patients, info: ['list', 'message'] }),
  ])
  return {
    items: rows.map((row): Item => ({
      conversationId: row.act === 'start' ? null : row.conversation_id,
      patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
      send: viewScheduled(ctx, row, {
        staff,
        files,
        withheld: isRestricted(ctx.actor, row),
      }),
    })),
  }
}

function selectOwn(ctx: Context) {
  const seen = visibleConversations(ctx.tx, ctx.actor, ctx.now).select('conversations.id')
  return scheduledRows(ctx)
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'scheduled_sends.practice_id')
        .onRef('patients.id', '=', 'scheduled_sends.patient_id'),
    )
    .innerJoin('practices', 'practices.practice_id', 'scheduled_sends.practice_id')
    .select([
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'practices.clerk_view',
    ])
    .where('scheduled_sends.author_id', '=', ctx.actor.id)
    .where('scheduled_sends.state', 'in', literals('waiting', 'refused'))
    .where(isToShow)
    .where((eb) => eb.or([eb('scheduled_sends.conversation_id', 'in', seen), eb('scheduled_sends.act', '=', 'start')]))
    .orderBy('scheduled_sends.send_at')
    .orderBy('scheduled_sends.id')
    .limit(limits.pageRows)
    .$narrowType<{ clerk_view: 'full' | 'subject' }>()
    .execute()
}
