import { recoveryCodeHash } from '../platform/crypto/recovery-codes.ts'
import { verifyTotp } from '../platform/crypto/totp.ts'
import type { DirectoryContext } from '../access/context.ts'
import { isKnownDevice, lockAccount } from './account.ts'
import { refuseSignIn } from './refuse.ts'
import { openThrottle } from './throttle.ts'

export type TypedCode = { method: 'totp' | 'recovery-code'; code: string }

/** Uses up a code of the app, or a recovery code; a wrong one is counted, recorded and refused. Each works once. */
export async function checkCode(ctx: DirectoryContext, accountId: string, typed: TypedCode): Promise<void> {
  const throttle = await openThrottle(ctx, {
    purpose: 'second-factor',
    subject: accountId,
    isKnownDevice: await isKnownDevice(ctx, accountId),
  })
  const isRight =
    typed.method === 'totp'
      ? await useTotp(ctx, accountId, typed.code)
      : await useRecoveryCode(ctx, accountId, typed.code)
  if (!isRight) {
    await throttle.failed()
    await refuseSignIn(ctx, accountId, 'code-refused')
  }
  await throttle.passed()
}

/** The account's row is locked: of two answers with one code, sent together, the second finds the step used. */
async function useTotp(ctx: DirectoryContext, accountId: string, code: string): Promise<boolean> {
  const account = await lockAccount(ctx, accountId)
  if (account.totp_sealed === null || account.totp_confirmed_at === null) {
    return false
  }
  const secret = ctx.house.deployment.open('accounts.totp_sealed', account, account.totp_sealed)
  const step = verifyTotp(secret, code, ctx.now)
  if (step === null || (account.totp_last_step !== null && step <= account.totp_last_step)) {
    return false
  }
  await ctx.tx.updateTable('accounts').set({ totp_last_step: step }).where('id', '=', accountId).execute()
  return true
}

async function useRecoveryCode(ctx: DirectoryContext, accountId: string, code: string): Promise<boolean> {
  const codeHash = recoveryCodeHash(code)
  if (codeHash === null) {
    return false
  }
  const used = await ctx.tx
    .updateTable('recovery_codes')
    .set({ used_at: ctx.now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst()
  return used !== undefined
}
