import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { selectInboxes, type ViewFacts } from './view-template.ts'

/** What views of templates need beside their rows. */
export async function loadFacts(ctx: Context): Promise<ViewFacts> {
  const [staff, inboxes, practice] = await Promise.all([
    practitionerNames(ctx),
    selectInboxes(ctx),
    ctx.tx
      .selectFrom('practices')
      .select('time_zone')
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirstOrThrow(),
  ])
  return { staff, inboxes, today: dayOf(practice.time_zone, ctx.now).toString() }
}
