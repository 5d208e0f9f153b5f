import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'

/**
 * Deletes what only had to live for a while: challenges, counts of tries, sessions that ended a while ago (until then they
 * tell a known device from a stranger's). Twice is once: it deletes by time alone.
 */
export async function forgetExpired({ db, clock }: Way): Promise<void> {
  const before = (days: number) => new Date(clock().getTime() - days * 86_400_000)
  await db.transact(null, async (tx) => {
    await tx.deleteFrom('challenges').where('expires_at', '<', before(1)).execute()
    await tx.deleteFrom('throttles').where('last_failed_at', '<', before(limits.throttleForgetDays)).execute()
    await tx.deleteFrom('sessions').where('ends_at', '<', before(limits.deviceDays)).execute()
  })
}
