import { AsyncLocalStorage } from 'node:async_hooks'
import { type Keyring, openKeyring } from '../access/keyring.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { TestHouse } from './test-house.ts'

/** Looks into the database as this practice, with its keys: for what no answer shows. */
export async function inPractice<T>(
  house: TestHouse,
  practiceId: string,
  use: (tx: Tx, keys: Keyring) => Promise<T>,
): Promise<T> {
  return inScope(house, practiceId, async (tx) =>
    use(tx, await openKeyring(house.way.keyCache, tx, practiceId, house.clock.now())),
  )
}

/** The same without keys, also for a practice that has none yet. */
export function inScope<T>(house: TestHouse, practiceId: string, use: (tx: Tx) => Promise<T>): Promise<T> {
  return house.way.db.transact({ practiceId, actorId: practiceId, requestId: uuidv7() }, (tx) =>
    testsOwn.run(true, () => use(tx)),
  )
}

/** True while a test asks for itself: how it asks is no promise of the product. */
export const testsOwn = new AsyncLocalStorage<boolean>()
