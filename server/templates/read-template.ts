import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { accessTemplate } from '../access/templates.ts'
import { selectDocuments, viewDocuments } from './documents.ts'
import { loadFacts } from './load-facts.ts'
import { openContent } from './template-content.ts'
import { personOf, viewTemplate } from './view-template.ts'

/** One template with every version that was saved of it. */
export async function readTemplate(
  ctx: Context,
  input: InputOf<typeof api.readTemplate>,
): Promise<ResultOf<typeof api.readTemplate>> {
  const [row, versions, documents, facts] = await Promise.all([
    accessTemplate(ctx, input.templateId, 'template.read'),
    ctx.tx
      .selectFrom('template_versions')
      .selectAll()
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('template_id', '=', input.templateId)
      .orderBy('version', 'desc')
      .limit(limits.templateVersions)
      .execute(),
    selectDocuments(ctx, { templateId: input.templateId }),
    loadFacts(ctx),
  ])
  return {
    ...viewTemplate(ctx, row, facts, viewDocuments(ctx, documents, row)),
    versions: versions.map((version) => ({
      version: version.version,
      ...openContent(ctx, { id: row.id, version: version.version, content_sealed: version.content_sealed }),
      documents: viewDocuments(ctx, documents, { id: row.id, version: version.version }),
      savedBy: personOf(facts.staff, version.saved_by_id),
      savedAt: version.saved_at,
    })),
  }
}
