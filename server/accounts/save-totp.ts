import type { DirectoryContext } from '../access/context.ts'
import type { lockAccount } from './account.ts'

/** Stores or removes the app's secret. The row's version is bound into both its envelopes: the e-mail is sealed anew with it. */
export async function saveTotp(
  ctx: DirectoryContext,
  account: Awaited<ReturnType<typeof lockAccount>>,
  totp: { secret: string; step: number } | null,
): Promise<void> {
  const { deployment } = ctx.house
  const email = deployment.open('accounts.email_sealed', account, account.email_sealed)
  const at = { id: account.id, version: account.version + 1 }
  await ctx.tx
    .updateTable('accounts')
    .set({
      version: at.version,
      email_sealed: deployment.seal('accounts.email_sealed', at, email),
      totp_sealed: totp === null ? null : deployment.seal('accounts.totp_sealed', at, totp.secret),
      totp_confirmed_at: totp === null ? null : ctx.now,
      totp_last_step: totp === null ? null : totp.step,
    })
    .where('id', '=', account.id)
    .execute()
}
