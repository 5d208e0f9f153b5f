import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { drafts as api } from '../../shared/api/drafts.ts'
import type { ConversationMode } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'
import { type AttachmentRow, selectAttachments, viewAttachment } from '../attachments/attachment-view.ts'

type Draft = ResultOf<typeof api.readDraft>

/** The actor's own drafts of messages, newest first. */
export async function listDrafts(ctx: Context): Promise<ResultOf<typeof api.listDrafts>> {
  const rows = await selectOwn(ctx)
  const [files] = await Promise.all([
    rows.length === 0 ? [] : selectAttachments(ctx, { draftIds: rows.map((row) => row.id) }),
    ctx.keys.load(rows.map((row) => row.patient_id)),
  ])
  await recordAudit(ctx, 'draft.list', { patients: [...new Set(rows.map((row) => row.patient_id))], info: ['draft'] })
  return { items: rows.map((row) => view(ctx, row, files)) }
}

export async function readDraft(ctx: Context, input: InputOf<typeof api.readDraft>): Promise<Draft> {
  const [row] = await selectOwn(ctx, input.draftId)
  if (row === undefined) {
    throw notFound()
  }
  const [files] = await Promise.all([selectAttachments(ctx, { draftIds: [row.id] }), ctx.keys.load([row.patient_id])])
  await recordAudit(ctx, 'draft.read', {
    object: { type: 'draft', id: row.id, version: row.version },
    patients: [row.patient_id],
    info: ['draft'],
  })
  return view(ctx, row, files)
}

/** Throws a draft away; its files are swept. The row stays, so that a late autosave is told. */
export async function discardDraft(
  ctx: Context,
  input: InputOf<typeof api.discardDraft>,
): Promise<ResultOf<typeof api.discardDraft>> {
  const row = await ctx.tx
    .updateTable('drafts')
    .set({ ended_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', input.draftId)
    .where('author_id', '=', ctx.actor.id)
    .where('ended_at', 'is', null)
    .returning('patient_id')
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  await recordAudit(ctx, 'draft.discard', { object: { type: 'draft', id: input.draftId }, patients: [row.patient_id] })
  return {}
}

function selectOwn(ctx: Context, id?: string) {
  return (
    ctx.tx
      .selectFrom('drafts')
      .leftJoin('topics', (join) =>
        join.onRef('topics.practice_id', '=', 'drafts.practice_id').onRef('topics.id', '=', 'drafts.topic_id'),
      )
      .selectAll('drafts')
      .select(['topics.name_en', 'topics.name_fr'])
      .where('drafts.practice_id', '=', ctx.actor.practiceId)
      .where('drafts.author_id', '=', ctx.actor.id)
      .where('drafts.ended_at', 'is', null)
      // Those of a block stand beside the card of its patient.
      .$if(id === undefined, (query) =>
        query.where('drafts.is_note', '=', false).where('drafts.block_ends_at', 'is', null),
      )
      .$if(id !== undefined, (query) => query.where('drafts.id', '=', id ?? ''))
      .orderBy('drafts.saved_at', 'desc')
      .limit(limits.pageRows)
      .$narrowType<{ mode: ConversationMode | null }>()
      .execute()
  )
}

function view(ctx: Context, row: Awaited<ReturnType<typeof selectOwn>>[number], files: AttachmentRow[]): Draft {
  const at = { id: row.id, version: row.version, patientId: row.patient_id }
  return {
    id: row.id,
    conversationId: row.conversation_id,
    topicId: row.topic_id,
    topic: row.name_en === null || row.name_fr === null ? null : { en: row.name_en, fr: row.name_fr },
    patientId: row.patient_id,
    subject: ctx.keys.open('drafts.subject_sealed', at, row.subject_sealed),
    text: ctx.keys.open('drafts.body_sealed', at, row.body_sealed),
    isImportant: row.is_important,
    mode: row.mode,
    replyUntil: row.reply_until,
    attachments: files.filter((file) => file.draft_id === row.id).map((file) => viewAttachment(ctx, file)),
    savedAt: row.saved_at,
    version: row.version,
  }
}
