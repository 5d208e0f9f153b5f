import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict } from '../platform/problems.ts'
import { lockForNewFactor } from './own-account.ts'
import { offerPasskey } from './passkey.ts'

/** What the browser needs to make a passkey for the caller. */
export async function startPasskey(ctx: DirectoryContext): Promise<ResultOf<typeof api.startPasskey>> {
  const { account, factors } = await lockForNewFactor(ctx)
  if (factors.passkeys >= limits.passkeys) {
    throw conflict('too-many-passkeys', { limit: limits.passkeys })
  }
  const email = ctx.house.deployment.open('accounts.email_sealed', account, account.email_sealed)
  return { options: { ...(await offerPasskey(ctx, { id: account.id, email })) } }
}
