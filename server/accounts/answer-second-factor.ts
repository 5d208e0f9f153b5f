import type { session as api } from '../../shared/api/session.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { conflict, unauthenticated } from '../platform/problems.ts'
import { factorsOf, stepFor } from './account.ts'
import { checkCode } from './check-code.ts'
import { sessionObject } from './session-object.ts'
import { strengthenSession } from './start-session.ts'

/** The second factor after a password: the session becomes a full one, under a new token. */
export async function answerSecondFactor(
  ctx: DirectoryContext,
  input: InputOf<typeof api.answerSecondFactor>,
): Promise<ResultOf<typeof api.answerSecondFactor>> {
  const { session } = ctx
  if (session === null) {
    throw unauthenticated()
  }
  if (session.strength === 'full') {
    throw conflict('already-signed-in')
  }
  await checkCode(ctx, session.accountId, input)
  await strengthenSession(ctx, session, input.method)
  await recordAudit(ctx, 'session.confirm', sessionObject(ctx))
  return stepFor('full', await factorsOf(ctx.tx, session.accountId))
}
