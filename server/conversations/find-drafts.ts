import type { Context } from '../access/context.ts'
import { selectAttachments, viewAttachment, type AttachmentView } from '../attachments/attachment-view.ts'

export type OwnDraft = {
  id: string
  text: string
  isImportant: boolean
  version: number
  attachments: AttachmentView[]
} | null

/** The reader's own unfinished answer in this conversation. */
export async function findDraft(ctx: Context, conversationId: string): Promise<OwnDraft> {
  const row = await ctx.tx
    .selectFrom('drafts')
    .select(['id', 'patient_id', 'body_sealed', 'is_important', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('author_id', '=', ctx.actor.id)
    .where('ended_at', 'is', null)
    .orderBy('saved_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) {
    return null
  }
  const [files] = await Promise.all([selectAttachments(ctx, { draftIds: [row.id] }), ctx.keys.load([row.patient_id])])
  const at = { id: row.id, version: row.version, patientId: row.patient_id }
  return {
    id: row.id,
    text: ctx.keys.open('drafts.body_sealed', at, row.body_sealed),
    isImportant: row.is_important,
    version: row.version,
    attachments: files.map((file) => viewAttachment(ctx, file)),
  }
}
