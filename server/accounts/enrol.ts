import type { enrolment as api } from '../../shared/api/enrolment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict } from '../platform/problems.ts'
import { accept, invitationBehind } from './accept.ts'
import { createAccount, factorsOf, stepFor } from './account.ts'
import { newPasswordHash } from './passwords.ts'
import { startSession } from './start-session.ts'

/**
 * Accepts an open invitation with a new account, and begins its session; the second factor is set up next.
 *
 * An e-mail that has an account already is answered openly (409), so that its person signs in and accepts there: only the
 * holder of a valid invitation can ask, each such question is on record, and it costs one of the invitation's five tries.
 */
export async function enrol(
  ctx: DirectoryContext,
  input: InputOf<typeof api.enrol>,
): Promise<ResultOf<typeof api.enrol>> {
  const invitationId = await invitationBehind(ctx, input.ticket)
  const passwordHash = await newPasswordHash(input.password, { email: input.email }, 'password')
  const accountId = await createAccount(ctx, { ...input, passwordHash })
  if (accountId === null) {
    return refuseKnownEmail(ctx, invitationId)
  }
  const membershipId = await accept(ctx, input.ticket, accountId)
  await startSession(ctx, { accountId, strength: 'password', method: 'password' })
  await recordAudit(ctx, 'account.create', { object: { type: 'account', id: accountId } })
  await recordAudit(ctx, 'membership.accept', { object: { type: 'membership', id: membershipId } })
  return stepFor('password', await factorsOf(ctx.tx, accountId))
}

/** The ticket stays good for another e-mail, until the invitation's tries are used up. */
async function refuseKnownEmail(ctx: DirectoryContext, invitationId: string): Promise<never> {
  const counted = await ctx.tx
    .updateTable('invitations')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('id', '=', invitationId)
    .where('tries_left', '>', 0)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) {
    throw conflict('invitation-used')
  }
  await recordAudit(ctx, 'account.create', { outcome: 4, object: { type: 'invitation', id: invitationId } })
  throw conflict('email-in-use')
}
