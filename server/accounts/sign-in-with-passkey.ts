import type { session as api } from '../../shared/api/session.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { factorsOf, stepFor } from './account.ts'
import { checkPasskey } from './passkey.ts'
import { refuseSignIn } from './refuse.ts'
import { sessionObject } from './session-object.ts'
import { startSession } from './start-session.ts'
import { openThrottle } from './throttle.ts'

/** A passkey with user verification is both factors in one: a full session at once. */
export async function signInWithPasskey(
  ctx: DirectoryContext,
  input: InputOf<typeof api.signInWithPasskey>,
): Promise<ResultOf<typeof api.signInWithPasskey>> {
  const throttle = await openThrottle(ctx, { purpose: 'passkey' })
  const answered = await checkPasskey(ctx, 'passkey-sign-in', input.credential)
  if (answered === null) {
    await throttle.failed()
    return refuseSignIn(ctx, undefined, 'passkey-refused')
  }
  await throttle.passed()
  await startSession(ctx, { accountId: answered.accountId, strength: 'full', method: 'passkey' })
  await recordAudit(ctx, 'session.start', sessionObject(ctx))
  return stepFor('full', await factorsOf(ctx.tx, answered.accountId))
}
