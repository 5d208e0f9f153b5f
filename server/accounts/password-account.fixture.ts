import { hashPassword } from '../platform/crypto/password.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import { type Account, anAccount } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { TOTP } from 'otpauth'
import { account as accountApi } from '../../shared/api/account.ts'
import { session as api } from '../../shared/api/session.ts'

export const password = 'nine lanterns over water'
/** The same for every account of a test file: hashing is the slow part. */
const hashed = hashPassword(password)

/** An account of the factories with a password, no second factor yet, and no session but those its test begins. */
export async function withPassword(house: TestHouse, account?: Account): Promise<Account> {
  const found = account ?? (await anAccount(house))
  const password_hash = await hashed
  await house.way.db.transact(null, async (tx) => {
    await tx.updateTable('accounts').set({ password_hash }).where('id', '=', found.accountId).execute()
    const ended_at = house.clock.now()
    await tx.updateTable('sessions').set({ ended_at }).where('account_id', '=', found.accountId).execute()
  })
  return found
}

export type App = { secret: string; code(now?: Date): string }

/** An authenticator app that holds a secret; each code is that of the test's time. */
export function anApp(house: TestHouse, secret: string): App {
  const totp = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 })
  return { secret, code: (now = house.clock.now()) => totp.generate({ timestamp: now.getTime() }) }
}

/** An account with password and app, and the browser it was set up in, signed in. */
export async function withTotp(
  house: TestHouse,
  account?: Account,
): Promise<{ account: Account; app: App; browser: Browser }> {
  const found = await withPassword(house, account)
  const browser = aBrowser(house)
  await browser.call(api.signIn, { email: found.email, password })
  const started = await browser.call(accountApi.startTotp, {})
  const app = anApp(house, started.body.secret)
  const confirmed = await browser.call(accountApi.confirmTotp, { ticket: started.body.ticket, code: app.code() })
  if (confirmed.status !== 200) {
    throw new Error(`the set-up of a test failed: ${confirmed.text}`)
  }
  // The next code is another one: each works once.
  house.clock.advance({ seconds: 60 })
  return { account: found, app, browser }
}
