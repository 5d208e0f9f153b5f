import type { account as api } from '../../shared/api/account.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { DirectoryContext } from '../access/context.ts'
import { finishStepUp } from './finish-step-up.ts'
import { ownSession } from './own-account.ts'
import { checkPasskey } from './passkey.ts'
import { refuseSignIn } from './refuse.ts'
import { openThrottle } from './throttle.ts'

/** With one of the caller's own passkeys; anybody else's is refused. */
export async function stepUpWithPasskey(
  ctx: DirectoryContext,
  input: InputOf<typeof api.stepUpWithPasskey>,
): Promise<ResultOf<typeof api.stepUp>> {
  const session = ownSession(ctx)
  const throttle = await openThrottle(ctx, { purpose: 'passkey', subject: session.accountId, isKnownDevice: true })
  const answered = await checkPasskey(ctx, 'passkey-step-up', input.credential)
  if (answered?.accountId !== session.accountId) {
    await throttle.failed()
    return refuseSignIn(ctx, session.accountId, 'passkey-refused')
  }
  await throttle.passed()
  return finishStepUp(ctx, session, 'passkey')
}
