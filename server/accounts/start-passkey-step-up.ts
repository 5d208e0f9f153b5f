import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { DirectoryContext } from '../access/context.ts'
import { ownSession } from './own-account.ts'
import { askForPasskey } from './passkey.ts'

/** What the browser needs to ask for one of the caller's own passkeys. */
export async function startPasskeyStepUp(ctx: DirectoryContext): Promise<ResultOf<typeof api.startPasskeyStepUp>> {
  return { options: { ...(await askForPasskey(ctx, 'passkey-step-up', ownSession(ctx).accountId)) } }
}
