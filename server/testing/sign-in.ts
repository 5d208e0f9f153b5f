import { insertSession } from '../accounts/start-session.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { sha256 } from '../platform/crypto/token.ts'
import { ownPage } from './call.ts'
import type { TestHouse } from './test-house.ts'

/** A new full session of an account, with the product's own limits: `headers` are those of its requests. */
export async function signedIn(
  house: TestHouse,
  accountId: string,
): Promise<{ cookie: string; headers: Record<string, string> }> {
  const device = { hash: sha256(`a device of ${accountId}`), label: 'Firefox · Linux', ipPrefix: '192.0.2.0/24' }
  const { token } = await house.way.db.transact(null, (tx) =>
    insertSession({ tx, now: house.clock.now() }, { accountId, strength: 'full', method: 'totp' }, device),
  )
  const cookie = `${sessionCookie}=${token}`
  return { cookie, headers: { ...ownPage(house), cookie } }
}
