import type { session as api } from '../../shared/api/session.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { DirectoryContext } from '../access/context.ts'
import { askForPasskey } from './passkey.ts'

/** Anyone may ask: the challenge names nobody, and the device offers what it has. */
export async function startPasskeySignIn(ctx: DirectoryContext): Promise<ResultOf<typeof api.startPasskeySignIn>> {
  return { options: { ...(await askForPasskey(ctx, 'passkey-sign-in')) } }
}
