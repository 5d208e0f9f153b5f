import type { Context } from '../access/context.ts'

export type Inbox = { id: string; name_en: string; name_fr: string }

/** An inbox of the practice: every colleague may give to each. */
export function findInbox(ctx: Context, id: string): Promise<Inbox | undefined> {
  return ctx.tx
    .selectFrom('care_teams')
    .select(['id', 'name_en', 'name_fr'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
}
