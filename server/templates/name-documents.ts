import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import type { Context } from '../access/context.ts'
import type { DocumentRow } from '../access/templates.ts'
import { type FieldProblem, invalid } from '../platform/problems.ts'
import type { NamedDocument } from './documents.ts'
import type { TemplateContent } from './template-content.ts'

export type DocumentIds = { en: string[]; fr: string[] }
const languages = ['en', 'fr'] as const

export function idsOf(named: readonly NamedDocument[]): DocumentIds {
  const inLanguage = (language: 'en' | 'fr') => named.filter((row) => row.language === language).map(({ id }) => id)
  return { en: inLanguage('en'), fr: inLanguage('fr') }
}

/**
 * What a version shall name: documents received for this template, by whoever saves it or for an earlier version, that were not
 * refused; and only beside a text. Null when the request says nothing of documents. Locks them, so that no sweep takes one away.
 */
export async function readDocuments(
  ctx: Context,
  { templateId, documents }: InputOf<typeof api.saveTemplate>,
  { text }: TemplateContent,
): Promise<DocumentIds | null> {
  if (documents === undefined) {
    return null
  }
  const rows = await lockDocuments(ctx, templateId, [...documents.en, ...documents.fr])
  const problems = languages.flatMap((language): FieldProblem[] => {
    const path = `documents.${language}`
    const ids = documents[language]
    const codes = new Set(ids.flatMap((id) => wrongWith(ctx, rows.get(id)) ?? []))
    return [
      ...(ids.length > 0 && text[language] === '' ? [{ path, code: 'no-text' }] : []),
      ...(new Set(ids).size < ids.length ? [{ path, code: 'named-twice' }] : []),
      ...[...codes].map((code) => ({ path, code })),
    ]
  })
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return documents
}

function wrongWith(ctx: Context, row: DocumentRow | undefined): string | null {
  if (row === undefined || row.status === 'removed' || (row.named_at === null && row.uploaded_by_id !== ctx.actor.id)) {
    return 'not-found'
  }
  if (row.status === 'receiving') {
    return 'file-not-ready'
  }
  return row.status === 'rejected' && row.named_at === null ? 'file-refused' : null
}

async function lockDocuments(ctx: Context, templateId: string, ids: string[]): Promise<Map<string, DocumentRow>> {
  if (ids.length === 0) {
    return new Map()
  }
  const rows = await ctx.tx
    .selectFrom('template_documents')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('template_id', '=', templateId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .$narrowType<Pick<DocumentRow, 'status' | 'refusal' | 'kind'>>()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** The version has these from now on, and they stay as long as it does. */
export async function nameDocuments(
  ctx: Context,
  { templateId, version }: { templateId: string; version: number },
  documents: DocumentIds,
): Promise<void> {
  const named = languages.flatMap((language) =>
    documents[language].map((document_id, position) => ({ language, document_id, position })),
  )
  if (named.length === 0) {
    return
  }
  await ctx.tx
    .insertInto('template_version_documents')
    .values(named.map((row) => ({ practice_id: ctx.actor.practiceId, template_id: templateId, version, ...row })))
    .execute()
  await ctx.tx
    .updateTable('template_documents')
    .set({ named_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(
      'id',
      'in',
      named.map(({ document_id }) => document_id),
    )
    .where('named_at', 'is', null)
    .execute()
}
