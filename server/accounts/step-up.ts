import type { account as api } from '../../shared/api/account.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { DirectoryContext } from '../access/context.ts'
import { checkCode } from './check-code.ts'
import { finishStepUp } from './finish-step-up.ts'
import { ownSession } from './own-account.ts'

/** With a code of the app, or a recovery code: who has lost the app must be able to replace it. */
export async function stepUp(
  ctx: DirectoryContext,
  input: InputOf<typeof api.stepUp>,
): Promise<ResultOf<typeof api.stepUp>> {
  const session = ownSession(ctx)
  await checkCode(ctx, session.accountId, input)
  return finishStepUp(ctx, session, input.method)
}
