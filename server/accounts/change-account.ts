import type { account as api } from '../../shared/api/account.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { ownSession } from './own-account.ts'

/** The language of the caller's pages and notices. */
export async function changeAccount(
  ctx: DirectoryContext,
  input: InputOf<typeof api.changeAccount>,
): Promise<Record<string, never>> {
  const { accountId } = ownSession(ctx)
  await ctx.tx.updateTable('accounts').set({ language: input.language }).where('id', '=', accountId).execute()
  await recordAudit(ctx, 'account.change', { object: { type: 'account', id: accountId } })
  return {}
}
