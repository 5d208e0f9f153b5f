import type { search as api } from '../../shared/api/search.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { namePatients, openView, ownId, patientOf } from './saved-view.ts'

/** The reader's own views. Nobody else's are known to them, whatever their role. */
export async function listViews(ctx: Context): Promise<ResultOf<typeof api.listViews>> {
  const practitionerId = ownId(ctx)
  const rows = await ctx.tx
    .selectFrom('saved_views')
    .select(['id', 'version', 'view_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', practitionerId)
    .where('removed_at', 'is', null)
    .limit(limits.savedViews)
    .execute()
  const contents = rows.map((row) => ({ ...row, ...openView(ctx, row) }))
  const patients = await namePatients(ctx, contents)
  await recordAudit(ctx, 'view.list', { patients: [...patients.keys()], info: ['list'] })
  return {
    items: contents
      .map(({ id, name, filters, version }) => ({ id, name, filters, patient: patientOf(patients, filters), version }))
      .toSorted((a, b) => a.name.localeCompare(b.name, ctx.client?.language ?? 'en')),
  }
}
