import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import { newInviteCode, normaliseInviteCode } from '../platform/crypto/invite-code.ts'
import { makeChallenge } from './challenge.ts'
import { isSetUpNeeded } from './read-setup.ts'

/**
 * The code to print when the server starts, or null when it is set up already. A new start makes a new code and forgets
 * the one before, so what stands in an old log opens nothing.
 */
export async function makeSetUpCode(way: Pick<Way, 'db' | 'house' | 'clock'>): Promise<string | null> {
  return way.db.transact(null, async (tx) => {
    if (!(await isSetUpNeeded(tx))) {
      return null
    }
    await tx.deleteFrom('challenges').where('kind', '=', 'set-up').execute()
    const code = newInviteCode()
    await makeChallenge(
      { tx, now: way.clock(), house: way.house },
      { kind: 'set-up', secret: setUpSecret(code), lastsMinutes: limits.setUpCodeDays * 24 * 60 },
    )
    return code
  })
}

/** The code as it was meant, however it was typed; what cannot be one finds nothing. */
export function setUpSecret(typed: string): string {
  return normaliseInviteCode(typed) ?? '-'
}
