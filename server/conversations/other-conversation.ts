import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'

/** Conversations that the actor may know of, as one page names another. */
export function selectOthers(ctx: Context) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.subject_sealed'])
    .select(['topics.name_en', 'topics.name_fr'])
}

/** The columns of `selectOthers`, joined from the left. */
export type OtherRow = {
  id: string | null
  patient_id: string | null
  subject_sealed: Buffer | null
  name_en: string | null
  name_fr: string | null
}

/** Null for who may not know of it. The patient's key must be loaded. */
export function viewOther(ctx: Context, row: OtherRow) {
  const { id, patient_id: patientId, subject_sealed, name_en, name_fr } = row
  if (id === null || patientId === null || subject_sealed === null || name_en === null || name_fr === null) {
    return null
  }
  return {
    id,
    topic: { en: name_en, fr: name_fr },
    subject: ctx.keys.open('conversations.subject_sealed', { id, version: 1, patientId }, subject_sealed),
  }
}
