import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { permitTemplates, visibleTemplates } from '../access/templates.ts'
import { selectDocuments, viewDocuments } from './documents.ts'
import { loadFacts } from './load-facts.ts'
import { viewTemplate } from './view-template.ts'

/** Every template that the reader may use, by its name in their language. */
export async function listTemplates(
  ctx: Context,
  input: InputOf<typeof api.listTemplates>,
): Promise<ResultOf<typeof api.listTemplates>> {
  permitTemplates(ctx)
  const rows = await visibleTemplates(ctx.tx, ctx.actor)
    .$if(input.archived === undefined, (query) => query.where('templates.archived_at', 'is', null))
    .orderBy('templates.id')
    .limit(limits.templates)
    .execute()
  const [facts, documents] = await Promise.all([
    loadFacts(ctx),
    selectDocuments(ctx, { current: rows.map(({ id }) => id) }),
  ])
  const language = ctx.client?.language ?? 'en'
  const nameOf = ({ name }: { name: { en: string; fr: string } }) => name[language] || name.en || name.fr
  return {
    items: rows
      .map((row) => viewTemplate(ctx, row, facts, viewDocuments(ctx, documents, row)))
      .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), language)),
  }
}
