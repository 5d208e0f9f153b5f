import type { ResultOf } from '../../shared/endpoint.ts'
import type { AttachmentStatus, MediaKind, Refusal } from '../../shared/attachment.ts'
import type { attachments as api } from '../../shared/api/attachments.ts'
import type { Context } from '../access/context.ts'

export type AttachmentView = ResultOf<typeof api.readAttachment>

/** Files of these messages, oldest first. */
export function selectAttachments(
  ctx: Context,
  by: { conversationId: string } | { messageId: string } | { draftIds: string[] },
) {
  const all = ctx.tx
    .selectFrom('attachments')
    .select([
      'id',
      'patient_id',
      'message_id',
      'draft_id',
      'document_id',
      'status',
      'refusal',
      'file_name_sealed',
      'media_type',
      'kind',
      'size_bytes',
      'thumbnail_blob',
      'version',
    ])
    .where('practice_id', '=', ctx.actor.practiceId)
    .orderBy('id')
    .$narrowType<{ status: AttachmentStatus; refusal: Refusal | null; kind: MediaKind | null }>()
  if ('draftIds' in by) {
    return all.where('draft_id', 'in', by.draftIds).where('status', '<>', 'removed').execute()
  }
  return 'messageId' in by
    ? all.where('message_id', '=', by.messageId).execute()
    : all.where('conversation_id', '=', by.conversationId).where('message_id', 'is not', null).execute()
}
export type AttachmentRow = Awaited<ReturnType<typeof selectAttachments>>[number]

/** A file as the wire shows it. The patient's key must be loaded. */
export function viewAttachment(ctx: Context, row: AttachmentRow): AttachmentView {
  return {
    id: row.id,
    // Sealed once, when the name is first known: its version is 1 for good.
    fileName: ctx.keys.open(
      'attachments.file_name_sealed',
      { id: row.id, version: 1, patientId: row.patient_id },
      row.file_name_sealed,
    ),
    mediaType: row.media_type,
    kind: row.kind ?? 'document',
    sizeBytes: row.size_bytes,
    status: row.status,
    refusal: row.refusal,
    hasThumbnail: row.thumbnail_blob !== null,
  }
}
