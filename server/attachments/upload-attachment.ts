import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { attachments as api } from '../../shared/api/attachments.ts'
import { attachmentMachine, type Refusal } from '../../shared/attachment.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { type Recorded, recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { assertRoomForFiles } from '../access/room.ts'
import { announceFile } from './announce-file.ts'
import { type AttachmentView, selectAttachments, viewAttachment } from './attachment-view.ts'
import { invalid, notFound } from '../platform/problems.ts'
import { cleanFileName } from './file-name.ts'
import { lockOwnDraft } from './lock-own-draft.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from './loose-blobs.ts'
import { fileVersions, storeSealed } from './sealed-file.ts'
import { sniffMedia } from './sniff.ts'

type Input = InputOf<typeof api.uploadAttachment>
/** `blob` is where the bytes go: announced before they come, so that they are swept if they never belong to a file. */
export type Receiving = {
  attachmentId: string
  /** Null for a document of the practice itself. */
  patientId: string | null
  fileName: string
  blob: string
}
export type Received = {
  blob: { name: string; sizeBytes: number; sha256: Buffer } | null
  mediaType: string
  kind: string | null
  sizeBytes: number
  sha256: string
  refusal: Refusal | null
}

/** Makes room for a file in a draft. A finished upload under the same id answers as it stands; an unfinished one begins again. */
export async function beginUpload(
  ctx: Context,
  input: Input,
): Promise<{ done: AttachmentView } | (Receiving & { patientId: string })> {
  const draft = await lockOwnDraft(ctx, input.draftId)
  const [files] = await Promise.all([
    selectAttachments(ctx, { draftIds: [input.draftId] }),
    ctx.keys.load([draft.patient_id]),
  ])
  const known = files.find((file) => file.id === input.attachmentId)
  if (known !== undefined && known.status !== 'receiving') {
    await recordAudit(ctx, 'attachment.read', {
      object: { type: 'attachment', id: known.id },
      patients: [known.patient_id],
      info: ['file-name'],
    })
    return { done: viewAttachment(ctx, known) }
  }
  const allowed =
    ctx.actor.kind === 'patient' ? (draft.files ?? limits.attachmentsPerMessage) : limits.attachmentsPerMessage
  if (files.filter((file) => file.id !== input.attachmentId && file.refusal === null).length >= allowed) {
    throw invalid({ path: 'attachmentId', code: 'too-many-files', limit: allowed })
  }
  assertRoomForFiles(ctx)
  const fileName = cleanFileName(input['x-file-name'])
  const { dataKeyNumber } = ctx.keys.attachmentKey(draft.patient_id, input.attachmentId)
  const at = { id: input.attachmentId, version: 1, patientId: draft.patient_id }
  const blob = newBlobName()
  const row = await ctx.tx
    .insertInto('attachments')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.attachmentId,
      patient_id: draft.patient_id,
      draft_id: input.draftId,
      uploaded_by_kind: ctx.actor.kind,
      uploaded_by_id: ctx.actor.id ?? '',
      status: 'receiving',
      file_name_sealed: ctx.keys.seal('attachments.file_name_sealed', at, fileName),
      data_key_number: dataKeyNumber,
      created_at: ctx.now,
      due_at: new Date(ctx.now.getTime() + limits.unfinishedUploadMs),
    })
    .onConflict((c) =>
      c
        .columns(['practice_id', 'id'])
        .doUpdateSet({ due_at: sql<Date>`excluded.due_at`, file_name_sealed: sql<Buffer>`excluded.file_name_sealed` })
        .where('attachments.draft_id', '=', input.draftId)
        .where('attachments.uploaded_by_id', '=', ctx.actor.id)
        .where('attachments.status', '=', 'receiving'),
    )
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) {
    return { done: await finishedMeanwhile(ctx, input) }
  }
  await expectBlobs(ctx, [blob])
  return { attachmentId: input.attachmentId, patientId: draft.patient_id, fileName, blob }
}

/** A copy of the same upload arrived whole after it was looked for; or the id is somebody else's. */
async function finishedMeanwhile(ctx: Context, input: Input): Promise<AttachmentView> {
  const files = await selectAttachments(ctx, { draftIds: [input.draftId] })
  const known = files.find((file) => file.id === input.attachmentId)
  if (known === undefined) {
    throw invalid({ path: 'attachmentId', code: 'id-already-used' })
  }
  return viewAttachment(ctx, known)
}

/** Receives the bytes: encrypted as they come, counted, hashed, and judged by their first part. */
export async function receive(
  ctx: Pick<Context, 'house' | 'keys' | 'actor'>,
  request: FastifyRequest,
  file: Receiving,
): Promise<Received> {
  const hash = createHash('sha256')
  const seen = { sizeBytes: 0, head: Buffer.alloc(0), isTooLarge: false }
  // Whoever stops reading does not hang up: the sender hears why.
  const body = request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      seen.sizeBytes += chunk.length
      if (seen.sizeBytes > limits.attachmentSizeBytes) {
        // The rest is read and let go, so that the sender hears the answer.
        seen.isTooLarge = true
        continue
      }
      hash.update(chunk)
      if (seen.head.length < limits.sniffBytes) {
        seen.head = Buffer.concat([seen.head, chunk]).subarray(0, limits.sniffBytes)
      }
      yield chunk
    }
  }
  const blob = await storeSealed(
    ctx.house.blobs,
    ctx.keys,
    {
      practiceId: ctx.actor.practiceId,
      patientId: file.patientId,
      attachmentId: file.attachmentId,
      version: fileVersions.received,
      blob: file.blob,
    },
    counted(),
  )
  const sniffed = seen.isTooLarge ? { refused: 'too-large' as const } : await sniffMedia(seen.head, file.fileName)
  const facts = { sizeBytes: seen.sizeBytes, sha256: hash.digest('hex') }
  if ('refused' in sniffed) {
    await ctx.house.blobs.remove(ctx.actor.practiceId, blob.name)
    return { ...facts, blob: null, mediaType: 'application/octet-stream', kind: null, refusal: sniffed.refused }
  }
  return { ...facts, blob, mediaType: sniffed.mediaType, kind: sniffed.kind, refusal: null }
}

/** The file is whole: it waits in quarantine for the worker, or it is refused with the reason. */
export async function finishUpload(
  ctx: Context,
  file: Receiving & { patientId: string },
  received: Received,
): Promise<AttachmentView> {
  await ctx.keys.load([file.patientId])
  const current = await ctx.tx
    .selectFrom('attachments')
    .select(['status', 'draft_id', 'uploaded_by_id', 'file_name_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', file.attachmentId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const written: Recorded['envelopes'] = []
  if (current === undefined || current.status !== 'receiving') {
    // A second upload of the same file was faster; its answer stands.
    await dropBlobs(ctx, received.blob === null ? [] : [received.blob.name])
  } else {
    const at = { id: file.attachmentId, version: 1, patientId: file.patientId }
    await keepBlobs(ctx, received.blob === null ? [] : [received.blob.name])
    const sha256Sealed = ctx.keys.seal('attachments.sha256_sealed', at, received.sha256)
    written.push(
      { column: 'attachments.file_name_sealed', row: at.id, envelope: current.file_name_sealed },
      { column: 'attachments.sha256_sealed', row: at.id, envelope: sha256Sealed },
    )
    await ctx.tx
      .updateTable('attachments')
      .set(arrived(received, sha256Sealed, ctx.now))
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', file.attachmentId)
      .execute()
    // The worker hears it too, and looks at the file at once.
    announceFile(ctx, { ...current, patient_id: file.patientId, conversation_id: null, care_team_id: null })
  }
  await recordAudit(ctx, 'attachment.upload', {
    object: { type: 'attachment', id: file.attachmentId },
    patients: [file.patientId],
    info: ['attachment'],
    outcome: received.refusal === null ? 0 : 4,
    ...(written.length > 0 && { envelopes: written }),
  })
  const files = current?.draft_id == null ? [] : await selectAttachments(ctx, { draftIds: [current.draft_id] })
  const row = files.find((f) => f.id === file.attachmentId)
  if (row === undefined) {
    throw notFound()
  }
  return viewAttachment(ctx, row)
}

/** What a row that waited for its bytes says now that they are here. */
export function arrived(received: Received, sha256Sealed: Buffer, now: Date) {
  return {
    status: next(attachmentMachine, 'receiving', received.refusal === null ? 'receive' : 'reject'),
    refusal: received.refusal,
    media_type: received.mediaType,
    kind: received.kind,
    size_bytes: received.sizeBytes,
    sha256_sealed: sha256Sealed,
    blob: received.blob?.name ?? null,
    blob_version: fileVersions.received,
    blob_sha256: received.blob?.sha256 ?? null,
    blob_bytes: received.blob?.sizeBytes ?? null,
    due_at: received.refusal === null ? now : null,
  }
}
