import type { session as api } from '../../shared/api/session.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { needsRehash } from '../platform/crypto/password.ts'
import { accountEmailHash, factorsOf, isKnownDevice, stepFor } from './account.ts'
import { passwordMatches, rehash } from './passwords.ts'
import { refuseSignIn } from './refuse.ts'
import { sessionObject } from './session-object.ts'
import { startSession } from './start-session.ts'
import { openThrottle } from './throttle.ts'

/**
 * E-mail and password: a session that can only go on to the second factor. An unknown e-mail and a wrong password get the
 * same answer after the same work.
 */
export async function signIn(
  ctx: DirectoryContext,
  input: InputOf<typeof api.signIn>,
): Promise<ResultOf<typeof api.signIn>> {
  const emailHash = accountEmailHash(ctx.house, input.email)
  const account = await ctx.tx
    .selectFrom('accounts')
    .select(['id', 'password_hash'])
    .where('email_hash', '=', emailHash)
    .executeTakeFirst()
  const throttle = await openThrottle(ctx, {
    purpose: 'password',
    subject: emailHash.toString('hex'),
    isKnownDevice: await isKnownDevice(ctx, account?.id ?? null),
  })
  const stored = account?.password_hash ?? null
  const isRight = await passwordMatches(stored, input.password)
  if (account === undefined || stored === null || !isRight) {
    await throttle.failed()
    return refuseSignIn(ctx, account?.id)
  }
  if (needsRehash(stored)) {
    const password_hash = await rehash(input.password)
    await ctx.tx.updateTable('accounts').set({ password_hash }).where('id', '=', account.id).execute()
  }
  await throttle.passed()
  await startSession(ctx, { accountId: account.id, strength: 'password', method: 'password' })
  await recordAudit(ctx, 'session.start', sessionObject(ctx))
  return stepFor('password', await factorsOf(ctx.tx, account.id))
}
