import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import type { Written } from '../conversations/send.ts'
import { literals } from '../platform/db.ts'
import { forbidden } from '../platform/problems.ts'

/** In this clinician's name, who works here and lets who acts send without their signing it; 403 when they do not. */
export async function writtenFor(ctx: Context, practitionerId: string): Promise<Written> {
  const [staff, delegation, works] = await Promise.all([
    practitionerNames(ctx),
    findDelegation(ctx, practitionerId),
    ctx.tx
      .selectFrom('memberships')
      .select('id')
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', practitionerId)
      .where('status', 'in', literals('confirmed'))
      .executeTakeFirst(),
  ])
  const [author, onBehalfOf] = [staff.get(ctx.actor.id ?? ''), staff.get(practitionerId)]
  if (delegation?.needs_co_sign !== false || works === undefined || author === undefined || onBehalfOf === undefined) {
    throw forbidden()
  }
  return { author, onBehalfOf, approvedBy: null }
}

/** How this clinician lets who acts write in their name. */
export function findDelegation(ctx: Context, practitionerId: string) {
  return ctx.tx
    .selectFrom('delegations')
    .select('needs_co_sign')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', practitionerId)
    .where('delegate_id', '=', ctx.actor.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}
