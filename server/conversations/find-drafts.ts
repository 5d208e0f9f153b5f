import type { DraftForm } from '../../shared/draft.ts'
import type { Context } from '../access/context.ts'
import { selectAttachments, viewAttachment, type AttachmentView } from '../attachments/attachment-view.ts'

type OwnAnswer = {
  id: string
  text: string
  isImportant: boolean
  version: number
  attachments: AttachmentView[]
}
type OwnNote = { id: string; text: string; version: number }
type OwnForm = OwnNote & { form: DraftForm; consultId: string | null }

/** The reader's own unfinished answer in this conversation, their own unfinished note about it, and what they write in its forms. */
export async function findDrafts(
  ctx: Context,
  conversationId: string,
): Promise<{ answer: OwnAnswer | null; note: OwnNote | null; forms: OwnForm[] }> {
  const rows = await ctx.tx
    .selectFrom('drafts')
    .distinctOn(['is_note', 'form', 'consult_id'])
    .select(['id', 'patient_id', 'body_sealed', 'is_important', 'is_note', 'form', 'consult_id', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('author_id', '=', ctx.actor.id)
    .where('ended_at', 'is', null)
    // Words with a form of their own are in that again.
    .where('act', 'is', null)
    .orderBy('is_note')
    .orderBy('form')
    .orderBy('consult_id')
    .orderBy('saved_at', 'desc')
    .$narrowType<{ form: DraftForm | null }>()
    .execute()
  if (rows.length === 0) {
    return { answer: null, note: null, forms: [] }
  }
  const answer = rows.find((row) => !row.is_note)
  const note = rows.find((row) => row.is_note && row.form === null)
  const [files] = await Promise.all([
    answer === undefined ? [] : selectAttachments(ctx, { draftIds: [answer.id] }),
    ctx.keys.load(rows.map((row) => row.patient_id)),
  ])
  const words = ({ id, version, patient_id: patientId, body_sealed: sealed }: (typeof rows)[number]) => ({
    id,
    version,
    text: ctx.keys.open('drafts.body_sealed', { id, version, patientId }, sealed),
  })
  return {
    answer:
      answer === undefined
        ? null
        : {
            ...words(answer),
            isImportant: answer.is_important,
            attachments: files.map((file) => viewAttachment(ctx, file)),
          },
    note: note === undefined ? null : words(note),
    forms: rows.flatMap((row) =>
      row.form === null ? [] : [{ ...words(row), form: row.form, consultId: row.consult_id }],
    ),
  }
}
