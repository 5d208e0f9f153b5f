import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext, SignedIn } from '../access/context.ts'
import { ownSession } from './own-account.ts'
import { steppedUpUntil } from './read-session.ts'
import { sessionObject } from './session-object.ts'
import { type Method, strengthenSession } from './start-session.ts'

/** The session counts as proven anew from now on, under a new token. */
export async function finishStepUp(
  ctx: DirectoryContext,
  session: SignedIn,
  method: Method,
): Promise<ResultOf<typeof api.stepUp>> {
  await strengthenSession(ctx, session, method)
  await recordAudit(ctx, 'session.step-up', sessionObject(ctx))
  const until = steppedUpUntil(ownSession(ctx), ctx.now)
  if (until === null) {
    throw new Error('a session just strengthened is stepped up')
  }
  return { steppedUpUntil: until }
}
