import { membershipMachine, type MembershipStatus } from '../../shared/people.ts'
import { next } from '../../shared/machine.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict } from '../platform/problems.ts'
import { peekChallenge, takeChallenge } from './challenge.ts'
import { isOpen } from './open-invitation.ts'
import { idleMinutesOf } from './start-session.ts'

/** The invitation behind a ticket that is still good, or 409. */
export async function invitationBehind(ctx: DirectoryContext, ticket: string): Promise<string> {
  const challenge = await peekChallenge(ctx, 'enrolment', ticket)
  if (challenge === null) {
    throw conflict('ticket-expired')
  }
  return challenge.payload
}

/**
 * Makes the account the invited member, in the caller's transaction. The ticket and the invitation's row lock let exactly
 * one of several acceptances through. Returns the membership's id.
 */
export async function accept(ctx: DirectoryContext, ticket: string, accountId: string): Promise<string> {
  const challenge = await takeChallenge(ctx, 'enrolment', ticket)
  if (challenge === null) {
    throw conflict('ticket-expired')
  }
  const invitation = await ctx.tx
    .selectFrom('invitations')
    .selectAll()
    .where('id', '=', challenge.payload)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (invitation === undefined || !isOpen(invitation, ctx.now)) {
    throw conflict('invitation-used')
  }
  const id = invitation.membership_id
  const membership = await ctx.tx
    .selectFrom('memberships')
    .select(['status', 'kind', 'practice_id'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  await refuseSecondMembership(ctx, membership, accountId)
  const status = next(membershipMachine, membership.status as MembershipStatus, 'accept')
  await ctx.tx.updateTable('memberships').set({ status, account_id: accountId }).where('id', '=', id).execute()
  await ctx.tx.updateTable('invitations').set({ used_at: ctx.now }).where('id', '=', invitation.id).execute()
  // Who now works at a practice has the shorter idle limit in the sessions that are open already, too.
  await ctx.tx
    .updateTable('sessions')
    .set({ idle_minutes: idleMinutesOf(accountId) })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
  return id
}

/** Somebody else's invitation does not make one person two patients: acting for another will have a way of its own. */
async function refuseSecondMembership(
  ctx: DirectoryContext,
  membership: { kind: string; practice_id: string },
  accountId: string,
): Promise<void> {
  const other = await ctx.tx
    .selectFrom('memberships')
    .select('id')
    .where('account_id', '=', accountId)
    .where('practice_id', '=', membership.practice_id)
    .where('kind', '=', membership.kind)
    .where('status', 'in', ['confirmed', 'suspended'])
    .executeTakeFirst()
  if (other !== undefined) {
    throw conflict('already-a-member')
  }
}
