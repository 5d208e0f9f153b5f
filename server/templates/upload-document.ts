import { sql } from 'kysely'
import type { templateDocuments as api } from '../../shared/api/template-documents.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Recorded, recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { assertRoomForFiles } from '../access/room.ts'
import { accessTemplate, type DocumentRow, findDocument, permitTemplates, templateExists } from '../access/templates.ts'
import { cleanFileName } from '../attachments/file-name.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from '../attachments/loose-blobs.ts'
import { arrived, type Received, type Receiving } from '../attachments/upload-attachment.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { type DocumentView, viewDocument } from './documents.ts'

type Input = InputOf<typeof api.uploadTemplateDocument>
type ReceivingDocument = Receiving & { patientId: null }

/**
 * Makes room for a document of a template, which may not be saved yet. A finished upload under the same id answers as it stands;
 * an unfinished one begins again.
 */
export async function beginDocument(ctx: Context, input: Input): Promise<{ done: DocumentView } | ReceivingDocument> {
  permitTemplates(ctx)
  if (await templateExists(ctx, input.templateId)) {
    await accessTemplate(ctx, input.templateId, 'template.write')
  }
  const known = await findDocument(ctx, input.documentId, true)
  if (known !== undefined && (known.template_id !== input.templateId || known.uploaded_by_id !== ctx.actor.id)) {
    throw invalid({ path: 'documentId', code: 'id-already-used' })
  }
  if (known !== undefined && known.status !== 'receiving') {
    return { done: answerAgain(ctx, known) }
  }
  await assertRoom(ctx, input.documentId)
  assertRoomForFiles(ctx)
  const fileName = cleanFileName(input['x-file-name'])
  const blob = newBlobName()
  const at = { id: input.documentId, version: 1 }
  const row = await ctx.tx
    .insertInto('template_documents')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.documentId,
      template_id: input.templateId,
      uploaded_by_id: ctx.actor.id ?? '',
      status: 'receiving',
      file_name_sealed: ctx.keys.sealForPractice('template_documents.file_name_sealed', at, fileName),
      created_at: ctx.now,
    })
    .onConflict((c) =>
      c
        .columns(['practice_id', 'id'])
        .doUpdateSet({ file_name_sealed: sql<Buffer>`excluded.file_name_sealed` })
        .where('template_documents.uploaded_by_id', '=', ctx.actor.id)
        .where('template_documents.template_id', '=', input.templateId)
        .where('template_documents.status', '=', 'receiving'),
    )
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) {
    // Another upload under this id was faster.
    throw invalid({ path: 'documentId', code: 'id-already-used' })
  }
  await expectBlobs(ctx, [blob])
  return { attachmentId: input.documentId, patientId: null, fileName, blob }
}

function answerAgain(ctx: Context, row: DocumentRow): DocumentView {
  if (row.status === 'removed') {
    throw invalid({ path: 'documentId', code: 'id-already-used' })
  }
  return viewDocument(ctx, row)
}

/** So many of one person wait to be named. Their row is locked first: of two at once the second counts the first. */
async function assertRoom(ctx: Context, documentId: string): Promise<void> {
  const { practiceId, id } = ctx.actor
  await ctx.tx
    .selectFrom('practitioners')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', id ?? '')
    .forNoKeyUpdate()
    .execute()
  const { count } = await ctx.tx
    .selectFrom('template_documents')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('practice_id', '=', practiceId)
    .where('uploaded_by_id', '=', id ?? '')
    .where('named_at', 'is', null)
    .where('status', 'not in', ['removed', 'rejected'])
    .where('id', '<>', documentId)
    .executeTakeFirstOrThrow()
  if (count >= limits.unnamedDocuments) {
    throw invalid({ path: 'documentId', code: 'too-many-files', limit: limits.unnamedDocuments })
  }
}

/** The document is whole: it waits in quarantine for the worker, or it is refused with the reason. */
export async function finishDocument(ctx: Context, file: ReceivingDocument, received: Received): Promise<DocumentView> {
  const { practiceId } = ctx.actor
  const current = await findDocument(ctx, file.attachmentId, true)
  const blobs = received.blob === null ? [] : [received.blob.name]
  const written: Recorded['envelopes'] = []
  if (current?.status !== 'receiving') {
    // A second upload of the same document was faster; its answer stands.
    await dropBlobs(ctx, blobs)
  } else {
    await keepBlobs(ctx, blobs)
    const at = { id: file.attachmentId, version: 1 }
    const sha256Sealed = ctx.keys.sealForPractice('template_documents.sha256_sealed', at, received.sha256)
    written.push(
      { column: 'template_documents.file_name_sealed', row: at.id, envelope: current.file_name_sealed },
      { column: 'template_documents.sha256_sealed', row: at.id, envelope: sha256Sealed },
    )
    await ctx.tx
      .updateTable('template_documents')
      .set(arrived(received, sha256Sealed, ctx.now))
      .where('practice_id', '=', practiceId)
      .where('id', '=', file.attachmentId)
      .execute()
  }
  await recordAudit(ctx, 'template-document.upload', {
    object: { type: 'template-document', id: file.attachmentId },
    outcome: received.refusal === null ? 0 : 4,
    ...(written.length > 0 && { envelopes: written }),
  })
  const row = await findDocument(ctx, file.attachmentId, false)
  if (row === undefined || row.status === 'removed') {
    throw row === undefined ? notFound() : conflict('document-removed')
  }
  return viewDocument(ctx, row)
}
