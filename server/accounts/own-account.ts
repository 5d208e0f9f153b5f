import type { DirectoryContext, SignedIn } from '../access/context.ts'
import { Problem, unauthenticated } from '../platform/problems.ts'
import { factorsOf, hasSecondFactor, lockAccount } from './account.ts'
import { steppedUpUntil } from './read-session.ts'

/** The full session of the caller. */
export function ownSession(ctx: DirectoryContext): SignedIn {
  if (ctx.session === null) {
    throw unauthenticated()
  }
  if (ctx.session.strength !== 'full') {
    throw unauthenticated('second-factor-needed')
  }
  return ctx.session
}

/** The session of a caller who has shown a passkey or a code within the last minutes; else 403 step-up-needed. */
export function steppedUpSession(ctx: DirectoryContext): SignedIn {
  const session = ownSession(ctx)
  if (steppedUpUntil(session, ctx.now) === null) {
    throw new Problem(403, 'step-up-needed')
  }
  return session
}

/**
 * Who may add a factor: somebody stepped up, or, from the password alone, the person of an account that has no second
 * factor yet. The account is locked, so that of two first factors set up at once the second is refused.
 */
export async function lockForNewFactor(ctx: DirectoryContext) {
  if (ctx.session === null) {
    throw unauthenticated()
  }
  const isFirst = ctx.session.strength === 'password'
  const session = isFirst ? ctx.session : steppedUpSession(ctx)
  const account = await lockAccount(ctx, session.accountId)
  const factors = await factorsOf(ctx.tx, session.accountId)
  if (isFirst && hasSecondFactor(factors)) {
    throw unauthenticated('second-factor-needed')
  }
  return { session, isFirst, account, factors }
}
