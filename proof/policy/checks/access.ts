import type { Ground } from '../ground.ts'
import { states } from '../grid.ts'
import type { Product } from '../product.ts'
import type { Tally } from '../tally.ts'
import { checkConversations, checkFiles, checkTasks, type Way } from './conversations.ts'
import { checkDecisions } from './decisions.ts'
import { checkDoors, checkDuties } from './duties.ts'
import { checkLocks } from './locks.ts'

/** Everything that is asked of access, from what is quickest to answer on. */
export async function checkAccess(product: Product, ground: Ground, tally: Tally, ways: readonly Way[]): Promise<void> {
  checkDecisions(product, states, tally)
  await checkDuties(product, tally)
  await checkLocks(product, ground, tally)
  for (const way of ways) {
    await checkDoors(product, ground, tally, way)
    await checkConversations(product, ground, tally, way)
    await checkFiles(product, ground, tally, way)
    await checkTasks(product, ground, tally, way)
  }
}
