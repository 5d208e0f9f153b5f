import type { enrolment as api } from '../../shared/api/enrolment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { accept } from './accept.ts'
import { lockAccount } from './account.ts'
import { ownSession } from './own-account.ts'

/** Accepts an open invitation with the account that is signed in: one person, one account, several practices. */
export async function acceptInvitation(
  ctx: DirectoryContext,
  input: InputOf<typeof api.acceptInvitation>,
): Promise<ResultOf<typeof api.acceptInvitation>> {
  const { accountId } = ownSession(ctx)
  // Two invitations of one practice accepted at once: the second sees what the first made of the account.
  await lockAccount(ctx, accountId)
  const membershipId = await accept(ctx, input.ticket, accountId)
  await recordAudit(ctx, 'membership.accept', { object: { type: 'membership', id: membershipId } })
  return { membershipId }
}
