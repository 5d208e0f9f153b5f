import type { account as api } from '../../shared/api/account.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { invalid } from '../platform/problems.ts'
import { lockAccount } from './account.ts'
import { steppedUpSession } from './own-account.ts'
import { newPasswordHash, passwordMatches } from './passwords.ts'
import { endSessions } from './start-session.ts'
import { openThrottle } from './throttle.ts'

/** A new password for somebody who has the old one and has just shown a second factor. Every other session ends. */
export async function changePassword(
  ctx: DirectoryContext,
  input: InputOf<typeof api.changePassword>,
): Promise<Record<string, never>> {
  const { accountId, sessionId } = steppedUpSession(ctx)
  const account = await lockAccount(ctx, accountId)
  const object = { type: 'account', id: accountId }
  const throttle = await openThrottle(ctx, {
    purpose: 'password',
    subject: account.email_hash.toString('hex'),
    isKnownDevice: true,
  })
  if (!(await passwordMatches(account.password_hash, input.currentPassword))) {
    await throttle.failed()
    await recordAudit(ctx, 'password.change', { object, outcome: 4 })
    throw invalid({ path: 'currentPassword', code: 'password-wrong' })
  }
  await throttle.passed()
  const email = ctx.house.deployment.open('accounts.email_sealed', account, account.email_sealed)
  const password_hash = await newPasswordHash(input.newPassword, { email }, 'newPassword')
  await ctx.tx.updateTable('accounts').set({ password_hash }).where('id', '=', accountId).execute()
  await endSessions(ctx, { accountId, except: sessionId })
  await recordAudit(ctx, 'password.change', { object })
  return {}
}
