import type { Context } from '../access/context.ts'

/** The draft that became what has its id (a note, a question) is spent: a late autosave cannot bring it back. */
export function endNoteDraft(ctx: Context, id: string): Promise<unknown> {
  return ctx.tx
    .updateTable('drafts')
    .set({ ended_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .where('author_id', '=', ctx.actor.id)
    .where('is_note', '=', true)
    .where('ended_at', 'is', null)
    .execute()
}
