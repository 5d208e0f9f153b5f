import { encode } from 'uqr'
import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext } from '../access/context.ts'
import { newTotpSecret, totpUri } from '../platform/crypto/totp.ts'
import { makeChallenge } from './challenge.ts'
import { lockForNewFactor } from './own-account.ts'

/** A secret for an authenticator app. The one in use stays in use until a code of the new one is shown. */
export async function startTotp(ctx: DirectoryContext): Promise<ResultOf<typeof api.startTotp>> {
  const { account } = await lockForNewFactor(ctx)
  const secret = newTotpSecret()
  const uri = totpUri({
    issuer: new URL(ctx.house.config.publicUrl).hostname,
    account: ctx.house.deployment.open('accounts.email_sealed', account, account.email_sealed),
    secret,
  })
  const ticket = await makeChallenge(ctx, {
    kind: 'totp-new',
    accountId: account.id,
    payload: secret,
    lastsMinutes: limits.halfSessionMinutes,
  })
  const qr = encode(uri, { ecc: 'M', border: 0 }).data
  return { ticket, secret, uri, qr: qr.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join('')) }
}
