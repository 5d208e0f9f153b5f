// Files that go with a template. A version names its documents for each language; they are the practice's own and about no patient.
import { sql } from 'kysely'
import type { MediaKind, AttachmentStatus, Refusal } from '../../shared/attachment.ts'
import type { templateDocuments as api } from '../../shared/api/template-documents.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { Language } from '../../shared/locales/index.ts'
import type { Context } from '../access/context.ts'
import type { DocumentRow } from '../access/templates.ts'

/** Whether the version of a selected template that stands now has any. */
export const hasDocuments = sql<boolean>`exists (select from template_version_documents d
  where d.practice_id = templates.practice_id and d.template_id = templates.id and d.version = templates.version)`

export type DocumentView = ResultOf<typeof api.readTemplateDocument>
export type Documents = Record<Language, DocumentView[]>

/** Documents of these versions, or of every version of one template, in their order. */
export function selectDocuments(ctx: Context, of: { templateId: string } | { current: readonly string[] }) {
  const all = ctx.tx
    .selectFrom('template_version_documents as named')
    .innerJoin('template_documents', (join) =>
      join
        .onRef('template_documents.practice_id', '=', 'named.practice_id')
        .onRef('template_documents.id', '=', 'named.document_id'),
    )
    .selectAll('template_documents')
    .select(['named.version as of_version', 'named.language'])
    .where('named.practice_id', '=', ctx.actor.practiceId)
    .orderBy('named.position')
    .$narrowType<{ language: Language; status: AttachmentStatus; refusal: Refusal | null; kind: MediaKind | null }>()
  if ('templateId' in of) {
    return all.where('named.template_id', '=', of.templateId).execute()
  }
  return of.current.length === 0
    ? Promise.resolve([])
    : all
        .innerJoin('templates', (join) =>
          join
            .onRef('templates.practice_id', '=', 'named.practice_id')
            .onRef('templates.id', '=', 'named.template_id')
            .onRef('templates.version', '=', 'named.version'),
        )
        .where('templates.id', 'in', of.current)
        .execute()
}
export type NamedDocument = Awaited<ReturnType<typeof selectDocuments>>[number]

/** Those of one version, as the wire shows them. */
export function viewDocuments(
  ctx: Context,
  rows: readonly NamedDocument[],
  { id, version }: { id: string; version: number },
): Documents {
  const inLanguage = (language: Language) =>
    rows
      .filter((row) => row.template_id === id && row.of_version === version && row.language === language)
      .map((row) => viewDocument(ctx, row))
  return { en: inLanguage('en'), fr: inLanguage('fr') }
}

export function viewDocument(ctx: Context, row: DocumentRow): DocumentView {
  return {
    id: row.id,
    fileName: documentName(ctx, row),
    mediaType: row.media_type,
    kind: row.kind ?? 'document',
    sizeBytes: row.size_bytes,
    status: row.status,
    refusal: row.refusal,
    // The small picture is for the draft that gets a copy.
    hasThumbnail: false,
  }
}

/** Sealed once, when the name is first known: its version is 1 for good. */
export function documentName(ctx: Context, row: Pick<DocumentRow, 'id' | 'file_name_sealed'>): string {
  return ctx.keys.openForPractice(
    'template_documents.file_name_sealed',
    { id: row.id, version: 1 },
    row.file_name_sealed,
  )
}
