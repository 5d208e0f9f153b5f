import type { search as api } from '../../shared/api/search.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'
import { lockOwn, ownId } from './saved-view.ts'

/** The row stays, with nothing in it. */
export async function removeView(ctx: Context, input: InputOf<typeof api.removeView>): Promise<Record<string, never>> {
  const row = (await lockOwn(ctx, ownId(ctx))).find(({ id }) => id === input.viewId)
  if (row === undefined) {
    throw notFound()
  }
  const version = row.version + 1
  const view_sealed = ctx.keys.sealForPractice('saved_views.view_sealed', { id: row.id, version }, '')
  await ctx.tx
    .updateTable('saved_views')
    .set({ view_sealed, version, removed_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'view.remove', {
    object: { type: 'view', id: row.id, version },
    envelopes: [{ column: 'saved_views.view_sealed', row: row.id, envelope: view_sealed }],
  })
  return {}
}
