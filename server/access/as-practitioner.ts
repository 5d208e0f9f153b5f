import type { Role } from '../../shared/people.ts'
import type { Context, PractitionerActor, SystemActor } from './context.ts'

/**
 * The worker does what a colleague asked for earlier: as them, with what they may do now, and in the session in which they
 * asked, so that every door and the log treat it as their act. Null when they may not act in the practice any more.
 */
export async function asPractitioner(
  ctx: Context<SystemActor>,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<Context<PractitionerActor> | null> {
  const { practiceId } = ctx.actor
  const membership = await ctx.tx
    .selectFrom('memberships')
    .select(['account_id', 'role'])
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .where('kind', '=', 'practitioner')
    .where('status', '=', 'confirmed')
    .$narrowType<{ role: Role | null }>()
    .executeTakeFirst()
  if (membership === undefined || membership.account_id === null || membership.role === null) {
    return null
  }
  const { account_id: accountId, role } = membership
  return { ...ctx, actor: { kind: 'practitioner', id, practiceId, accountId, sessionId, role } }
}
