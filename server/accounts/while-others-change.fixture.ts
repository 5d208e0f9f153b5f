import type { Tx } from '../platform/db.ts'
import type { TestHouse } from '../testing/test-house.ts'

/**
 * Lets somebody else be faster by a hair: their change is made and held back, the request is sent and given time to come
 * to what they hold, and only then their change is committed. Whoever decides without a lock decides on what was.
 */
export async function whileOthersChange<T>(
  house: TestHouse,
  change: (tx: Tx) => Promise<unknown>,
  request: () => Promise<T>,
): Promise<T> {
  let sent: Promise<T> | undefined
  await house.way.db.transact(null, async (tx) => {
    await change(tx)
    sent = request()
    sent.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 600))
  })
  if (sent === undefined) {
    throw new Error('the request was sent')
  }
  return sent
}
