import type { templateDocuments as api } from '../../shared/api/template-documents.ts'
import { attachmentMachine } from '../../shared/attachment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPatient } from '../access/patients.ts'
import { accessTemplate } from '../access/templates.ts'
import { selectAttachments, viewAttachment } from '../attachments/attachment-view.ts'
import { lockOwnDraft } from '../attachments/lock-own-draft.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from '../attachments/loose-blobs.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict, forbidden } from '../platform/problems.ts'
import type { Copied, DocumentCopy } from './copy-documents.ts'
import { documentName, type NamedDocument, selectDocuments } from './documents.ts'

type Input = InputOf<typeof api.addTemplateDocuments>
type Answer = ResultOf<typeof api.addTemplateDocuments>
export type Adding = { input: Input; patientId: string; copies: DocumentCopy[]; there: string[]; left: Answer['left'] }

/**
 * Makes room in one's own draft for the documents of a template. One that the draft has is not put in twice; one whose copy was
 * cut off begins again; what does not fit, or was not looked at yet, is left behind by name, and the others come.
 */
export async function beginAdding(ctx: Context, input: Input): Promise<Adding> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const draft = await lockOwnDraft(ctx, input.draftId)
  await accessPatient(ctx, draft.patient_id)
  const template = await accessTemplate(ctx, input.templateId, 'template.read')
  if (template.archived_at !== null) {
    throw conflict('template-archived')
  }
  if (template.version !== input.version) {
    throw conflict('changed-meanwhile', { version: template.version })
  }
  const [documents, files] = await Promise.all([
    selectDocuments(ctx, { current: [template.id] }),
    selectAttachments(ctx, { draftIds: [input.draftId] }),
    ctx.keys.load([draft.patient_id]),
  ])
  const adding: Adding = { input, patientId: draft.patient_id, copies: [], there: [], left: [] }
  let room = limits.attachmentsPerMessage - files.filter(({ refusal }) => refusal === null).length
  for (const document of documents.filter(({ language }) => language === input.language)) {
    const known = files.find((file) => file.document_id === document.id && file.refusal === null)
    const reason = reasonToLeave(document, known !== undefined || room > 0)
    if (known !== undefined && known.status !== 'receiving') {
      adding.there.push(known.id)
    } else if (reason !== null) {
      adding.left.push({ fileName: documentName(ctx, document), reason })
    } else {
      adding.copies.push(await makeRoom(ctx, adding, document, known?.id ?? null))
      room -= known === undefined ? 1 : 0
    }
  }
  return adding
}

function reasonToLeave({ status }: NamedDocument, isRoom: boolean): Answer['left'][number]['reason'] | null {
  if (status === 'rejected') {
    return 'refused'
  }
  if (status !== 'clean' && status !== 'unscanned') {
    return 'not-ready'
  }
  return isRoom ? null : 'too-many-files'
}

async function makeRoom(
  ctx: Context,
  { input, patientId }: Adding,
  document: NamedDocument,
  known: string | null,
): Promise<DocumentCopy> {
  const id = known ?? uuidv7(ctx.now)
  const main = newBlobName()
  const thumbnail = document.thumbnail_blob === null ? null : newBlobName()
  const { dataKeyNumber } = ctx.keys.attachmentKey(patientId, id)
  if (known === null) {
    await ctx.tx
      .insertInto('attachments')
      .values({
        practice_id: ctx.actor.practiceId,
        id,
        patient_id: patientId,
        draft_id: input.draftId,
        document_id: document.id,
        uploaded_by_kind: ctx.actor.kind,
        uploaded_by_id: ctx.actor.id ?? '',
        status: 'receiving',
        file_name_sealed: ctx.keys.seal(
          'attachments.file_name_sealed',
          { id, version: 1, patientId },
          documentName(ctx, document),
        ),
        media_type: document.media_type,
        kind: document.kind,
        data_key_number: dataKeyNumber,
        created_at: ctx.now,
        due_at: new Date(ctx.now.getTime() + limits.unfinishedUploadMs),
      })
      .execute()
  }
  await expectBlobs(ctx, thumbnail === null ? [main] : [main, thumbnail])
  return { attachmentId: id, patientId, document, main, thumbnail }
}

/** The copies are whole. What was scanned need not be again; what was not waits in quarantine, as any file. */
export async function finishAdding(ctx: Context, adding: Adding, copied: readonly Copied[]): Promise<Answer> {
  const { input, patientId } = adding
  await ctx.keys.load([patientId])
  const left = [...adding.left]
  for (const copy of copied) {
    await (copy.main === null ? giveUp(ctx, copy) : settleCopy(ctx, copy, copy.main))
    if (copy.main === null) {
      left.push({ fileName: documentName(ctx, copy.document), reason: 'gone' })
    }
  }
  await recordAudit(ctx, 'template-document.add', {
    object: { type: 'template', id: input.templateId, version: input.version },
    patients: [patientId],
    info: ['attachment'],
  })
  const ids = [...adding.there, ...copied.map(({ attachmentId }) => attachmentId)]
  const files = await selectAttachments(ctx, { draftIds: [input.draftId] })
  return { attachments: files.filter(({ id }) => ids.includes(id)).map((file) => viewAttachment(ctx, file)), left }
}

async function settleCopy(ctx: Context, copy: Copied, main: NonNullable<Copied['main']>): Promise<void> {
  const { attachmentId: id, patientId, document, thumbnail } = copy
  const names = thumbnail === null ? [main.name] : [main.name, thumbnail]
  const current = await lockFile(ctx, id)
  if (current?.status !== 'receiving') {
    // The same copy was made by another request, or the file was taken out meanwhile: that stands.
    return dropBlobs(ctx, names)
  }
  await keepBlobs(ctx, names)
  const sha256Sealed = ctx.keys.seal('attachments.sha256_sealed', { id, version: 1, patientId }, main.clearSha256)
  const quarantined = next(attachmentMachine, 'receiving', 'receive')
  const isScanned = document.status === 'clean'
  await ctx.tx
    .updateTable('attachments')
    .set({
      status: isScanned ? next(attachmentMachine, quarantined, 'pass') : quarantined,
      media_type: document.media_type,
      kind: document.kind,
      size_bytes: document.size_bytes,
      sha256_sealed: sha256Sealed,
      blob: main.name,
      blob_version: document.blob_version,
      blob_sha256: main.sha256,
      blob_bytes: main.sizeBytes,
      thumbnail_blob: thumbnail,
      data_key_number: ctx.keys.attachmentKey(patientId, id).dataKeyNumber,
      due_at: isScanned ? null : ctx.now,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
  const about = { object: { type: 'attachment', id }, patients: [patientId] }
  const hash = { column: 'attachments.sha256_sealed' as const, row: id, envelope: sha256Sealed }
  const name = { column: 'attachments.file_name_sealed' as const, row: id, envelope: current.file_name_sealed }
  await recordAudit(ctx, 'attachment.upload', {
    ...about,
    info: ['attachment', 'template-document'],
    envelopes: [name, hash],
  })
  if (isScanned) {
    await recordAudit(ctx, 'attachment.settle', { ...about, info: ['pass', 'template-document'], envelopes: [hash] })
  }
}

/** The bytes of the document are not there: its place in the draft is free again. What was written of it was announced, and is swept. */
async function giveUp(ctx: Context, { attachmentId }: Copied): Promise<void> {
  if ((await lockFile(ctx, attachmentId))?.status === 'receiving') {
    await ctx.tx
      .updateTable('attachments')
      .set({ status: next(attachmentMachine, 'receiving', 'remove'), due_at: ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', attachmentId)
      .execute()
  }
}

function lockFile(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('attachments')
    .select(['status', 'file_name_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}
