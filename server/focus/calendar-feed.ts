import type { messagePlan as api } from '../../shared/api/message-plan.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { randomToken, sha256 } from '../platform/crypto/token.ts'
import { permitPlan } from './message-plan.ts'

/** Makes a private address for a calendar: it is told once, and only its hash is kept. One made before ends. */
export async function makeCalendarFeed(ctx: Context): Promise<ResultOf<typeof api.makeCalendarFeed>> {
  const practitionerId = permitPlan(ctx)
  const { practiceId } = ctx.actor
  const token = randomToken()
  const set = {
    feed_token_hash: sha256(token),
    feed_language: ctx.client?.language ?? 'en',
    feed_made_at: ctx.now,
  }
  await ctx.tx
    .insertInto('message_plans')
    .values({ practice_id: practiceId, practitioner_id: practitionerId, blocks: '[]', version: 0, ...set })
    .onConflict((conflict) => conflict.columns(['practice_id', 'practitioner_id']).doUpdateSet(set))
    .execute()
  await recordAudit(ctx, 'calendar-feed.make', { object: { type: 'practitioner', id: practitionerId } })
  return { url: `${ctx.house.config.publicUrl}/calendar/${practiceId}/${token}.ics` }
}

/** The address answers no more. */
export async function endCalendarFeed(ctx: Context): Promise<ResultOf<typeof api.endCalendarFeed>> {
  const practitionerId = permitPlan(ctx)
  await ctx.tx
    .updateTable('message_plans')
    .set({ feed_token_hash: null, feed_language: null, feed_made_at: null })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', practitionerId)
    .execute()
  await recordAudit(ctx, 'calendar-feed.end', { object: { type: 'practitioner', id: practitionerId } })
  return {}
}
