import type { account as api } from '../../shared/api/account.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { verifyTotp } from '../platform/crypto/totp.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { factorsOf, stepFor } from './account.ts'
import { peekChallenge, takeChallenge } from './challenge.ts'
import { lockForNewFactor } from './own-account.ts'
import { saveTotp } from './save-totp.ts'
import { strengthenSession } from './start-session.ts'

/** Puts the new secret to use. A wrong code may be tried again: whoever asks was shown the secret. */
export async function confirmTotp(
  ctx: DirectoryContext,
  input: InputOf<typeof api.confirmTotp>,
): Promise<ResultOf<typeof api.confirmTotp>> {
  const { session, isFirst, account } = await lockForNewFactor(ctx)
  const challenge = await peekChallenge(ctx, 'totp-new', input.ticket)
  if (challenge === null || challenge.accountId !== account.id) {
    throw conflict('ticket-expired')
  }
  const step = verifyTotp(challenge.payload, input.code, ctx.now)
  if (step === null) {
    throw invalid({ path: 'code', code: 'wrong-code' })
  }
  await takeChallenge(ctx, 'totp-new', input.ticket)
  await saveTotp(ctx, account, { secret: challenge.payload, step })
  if (isFirst) {
    await strengthenSession(ctx, session, 'totp')
  }
  await recordAudit(ctx, 'factor.add', { object: { type: 'account', id: account.id }, info: ['totp'] })
  return stepFor('full', await factorsOf(ctx.tx, account.id))
}
