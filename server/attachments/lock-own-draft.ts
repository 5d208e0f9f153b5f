import type { Context } from '../access/context.ts'
import { conflict, notFound } from '../platform/problems.ts'

/** Files go into one's own draft of a message alone, and into none that has ended. Locks it: of two files at once the second sees the first. */
export async function lockOwnDraft(
  ctx: Context,
  draftId: string,
): Promise<{ patient_id: string; files: number | null }> {
  const draft = await ctx.tx
    .selectFrom('drafts')
    .leftJoin('topics', (join) =>
      join.onRef('topics.practice_id', '=', 'drafts.practice_id').onRef('topics.id', '=', 'drafts.topic_id'),
    )
    .select(['drafts.patient_id', 'drafts.ended_at', 'topics.files'])
    .where('drafts.practice_id', '=', ctx.actor.practiceId)
    .where('drafts.id', '=', draftId)
    .where('drafts.author_id', '=', ctx.actor.id)
    .where('drafts.is_note', '=', false)
    .forNoKeyUpdate('drafts')
    .executeTakeFirst()
  if (draft === undefined) {
    throw notFound()
  }
  if (draft.ended_at !== null) {
    throw conflict('draft-ended')
  }
  return draft
}
