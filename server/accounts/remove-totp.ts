import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { factorsOf, lockAccount } from './account.ts'
import { steppedUpSession } from './own-account.ts'
import { saveTotp } from './save-totp.ts'

/** Stops using the app; never the last second factor. */
export async function removeTotp(ctx: DirectoryContext): Promise<Record<string, never>> {
  const { accountId } = steppedUpSession(ctx)
  const account = await lockAccount(ctx, accountId)
  const factors = await factorsOf(ctx.tx, accountId)
  if (!factors.totp) {
    throw notFound()
  }
  if (factors.passkeys === 0) {
    throw conflict('last-second-factor')
  }
  await saveTotp(ctx, account, null)
  await recordAudit(ctx, 'factor.remove', { object: { type: 'account', id: accountId }, info: ['totp'] })
  return {}
}
