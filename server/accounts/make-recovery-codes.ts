import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { newRecoveryCodes, recoveryCodeHash } from '../platform/crypto/recovery-codes.ts'
import { lockAccount } from './account.ts'
import { steppedUpSession } from './own-account.ts'

/** New codes in place of all earlier ones; they are shown this once. */
export async function makeRecoveryCodes(ctx: DirectoryContext): Promise<{ codes: string[] }> {
  const { accountId } = steppedUpSession(ctx)
  await lockAccount(ctx, accountId)
  const codes = newRecoveryCodes()
  await ctx.tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
  await ctx.tx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ account_id: accountId, code_hash: recoveryCodeHash(code) ?? unreadable() })))
    .execute()
  await recordAudit(ctx, 'recovery-codes.make', { object: { type: 'account', id: accountId } })
  return { codes }
}

function unreadable(): never {
  throw new Error('a code just made can be read')
}
