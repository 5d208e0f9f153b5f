import type { account as api } from '../../shared/api/account.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { DirectoryContext } from '../access/context.ts'
import { factorsOf } from './account.ts'
import { ownSession } from './own-account.ts'
import { passkeyName } from './passkey-name.ts'
import { steppedUpUntil } from './read-session.ts'

/** The caller's own account and its ways of signing in. */
export async function readAccount(ctx: DirectoryContext): Promise<ResultOf<typeof api.readAccount>> {
  const session = ownSession(ctx)
  const [account, passkeys, factors] = await Promise.all([
    ctx.tx.selectFrom('accounts').selectAll().where('id', '=', session.accountId).executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('passkeys')
      .select(['id', 'version', 'name', 'name_sealed', 'created_at', 'last_used_at'])
      .where('account_id', '=', session.accountId)
      .orderBy('created_at')
      .limit(limits.passkeys)
      .execute(),
    factorsOf(ctx.tx, session.accountId),
  ])
  return {
    id: account.id,
    email: ctx.house.deployment.open('accounts.email_sealed', account, account.email_sealed),
    language: session.language,
    totp: account.totp_confirmed_at === null ? null : { confirmedAt: account.totp_confirmed_at },
    passkeys: passkeys.map((row) => ({
      id: row.id,
      name: passkeyName(ctx.house, row),
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    })),
    recoveryCodesLeft: factors.recoveryCodes,
    steppedUpUntil: steppedUpUntil(session, ctx.now),
  }
}
