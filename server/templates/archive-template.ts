import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessTemplate } from '../access/templates.ts'
import { conflict } from '../platform/problems.ts'
import { selectDocuments, viewDocuments } from './documents.ts'
import { loadFacts } from './load-facts.ts'
import { type TemplateView, viewTemplate } from './view-template.ts'

/** Takes a template out of what is offered, or puts it back. Nothing of it is lost. */
export async function archiveTemplate(ctx: Context, input: InputOf<typeof api.archiveTemplate>): Promise<TemplateView> {
  const row = await accessTemplate(ctx, input.templateId, 'template.write')
  if (row.version !== input.version) {
    throw conflict('changed-meanwhile', { version: row.version })
  }
  const archived_at = input.isArchived ? (row.archived_at ?? ctx.now) : null
  await Promise.all([
    ctx.tx
      .updateTable('templates')
      .set({ archived_at })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    recordAudit(ctx, 'template.archive', { object: { type: 'template', id: row.id, version: row.version } }),
  ])
  const documents = viewDocuments(ctx, await selectDocuments(ctx, { current: [row.id] }), row)
  return viewTemplate(ctx, { ...row, archived_at }, await loadFacts(ctx), documents)
}
