import type { templateDocuments as api } from '../../shared/api/template-documents.ts'
import { attachmentMachine } from '../../shared/attachment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessDocument } from '../access/templates.ts'
import { beginDownload, type Download } from '../attachments/begin-download.ts'
import { fileNameFor } from '../attachments/file-name.ts'
import type { MediaType } from '../attachments/media-types.ts'
import type { FileVersion } from '../attachments/sealed-file.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { documentName, type DocumentView, viewDocument } from './documents.ts'

/** The state of a document, while it is received and looked at. */
export async function readDocument(
  ctx: Context,
  input: InputOf<typeof api.readTemplateDocument>,
): Promise<DocumentView> {
  return viewDocument(ctx, await accessDocument(ctx, input, 'template-document.read'))
}

/** Decides and records; no byte leaves before the record is committed. Only what was looked at leaves. */
export async function openDocument(
  ctx: Context,
  input: InputOf<typeof api.downloadTemplateDocument> & { range: string | undefined },
): Promise<() => Promise<Download>> {
  const row = await accessDocument(ctx, input, 'template-document.read')
  if (row.status !== 'clean' && row.status !== 'unscanned') {
    throw conflict('file-not-ready', { status: row.status })
  }
  const { id, blob, practice_id: practiceId } = row
  if (blob === null) {
    throw notFound()
  }
  await recordAudit(ctx, 'template-document.download', { object: { type: 'template-document', id } })
  const fileName = fileNameFor(documentName(ctx, row), row.media_type as MediaType)
  const place = { practiceId, patientId: null, attachmentId: id, version: row.blob_version as FileVersion, blob }
  return beginDownload(ctx, place, { mediaType: row.media_type, fileName, range: input.range })
}

/** Takes away a document that no version names; its bytes are swept. */
export async function removeDocument(
  ctx: Context,
  input: InputOf<typeof api.removeTemplateDocument>,
): Promise<ResultOf<typeof api.removeTemplateDocument>> {
  const row = await accessDocument(ctx, input, 'template-document.remove')
  await ctx.tx
    .updateTable('template_documents')
    .set({ status: next(attachmentMachine, row.status, 'remove'), due_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'template-document.remove', { object: { type: 'template-document', id: row.id } })
  return {}
}
