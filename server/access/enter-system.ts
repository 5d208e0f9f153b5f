import { uuidv7 } from '../platform/ids.ts'
import type { Context, SystemActor } from './context.ts'
import type { Way } from './enter.ts'
import { openKeyring } from './keyring.ts'

/** Runs work on a practice's behalf (a sweep, a job) in one transaction that sees that practice alone. */
export async function enterSystem<T>(
  way: Way,
  practiceId: string,
  work: (ctx: Context<SystemActor>) => Promise<T>,
): Promise<T> {
  const now = way.clock()
  const requestId = uuidv7()
  const later: (() => void)[] = []
  const result = await way.db.transact({ practiceId, actorId: 'system', requestId }, async (tx) =>
    work({
      tx,
      now,
      actor: { kind: 'system', id: null, practiceId },
      requestId,
      client: null,
      house: way.house,
      keys: await openKeyring(way.keyCache, tx, practiceId, now),
      afterCommit: (run) => later.push(run),
      recorded: [],
    }),
  )
  later.forEach((run) => run())
  return result
}
