import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { Problem } from '../platform/problems.ts'

/** Ends a failed try to sign in: on record (by account where there is one, never by e-mail), with one answer for all. */
export async function refuseSignIn(
  ctx: DirectoryContext,
  accountId: string | undefined,
  code: 'sign-in-refused' | 'code-refused' | 'passkey-refused' = 'sign-in-refused',
): Promise<never> {
  await recordAudit(ctx, 'session.refuse', {
    outcome: 4,
    ...(accountId !== undefined && { object: { type: 'account', id: accountId } }),
  })
  throw new Problem(401, code)
}
