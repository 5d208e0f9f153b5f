import type { account as api } from '../../shared/api/account.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { factorsOf, hasSecondFactor, lockAccount } from './account.ts'
import { steppedUpSession } from './own-account.ts'

/** Stops using a passkey; never the last second factor. */
export async function removePasskey(
  ctx: DirectoryContext,
  input: InputOf<typeof api.removePasskey>,
): Promise<Record<string, never>> {
  const { accountId } = steppedUpSession(ctx)
  await lockAccount(ctx, accountId)
  const removed = await ctx.tx
    .deleteFrom('passkeys')
    .where('id', '=', input.passkeyId)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) {
    throw notFound()
  }
  if (!hasSecondFactor(await factorsOf(ctx.tx, accountId))) {
    throw conflict('last-second-factor')
  }
  await recordAudit(ctx, 'factor.remove', { object: { type: 'passkey', id: input.passkeyId }, info: ['passkey'] })
  return {}
}
