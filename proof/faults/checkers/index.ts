import { ackedIsStored } from './acked-is-stored.ts'
import { actsAreUnique } from './acts-are-unique.ts'
import { auditEqualsActs } from './audit-equals-acts.ts'
import { type Checker, type Evidence, firstFew } from './checker.ts'
import { countsAreRecounts } from './counts-are-recounts.ts'
import { envelopesOpenInPlace } from './envelopes-open-in-place.ts'
import { nothingIsOrphaned } from './nothing-is-orphaned.ts'
import { orderIsCommitOrder } from './order-is-commit-order.ts'
import { outboxIsDrained } from './outbox-is-drained.ts'
import { treeVerifies } from './tree-verifies.ts'

/** The nine promises, each written once and held after every scenario. */
export const checkers = {
  'acked is stored': ackedIsStored,
  'acts are unique': actsAreUnique,
  'order is commit order': orderIsCommitOrder,
  'audit equals acts': auditEqualsActs,
  'outbox is drained': outboxIsDrained,
  'nothing is orphaned': nothingIsOrphaned,
  'counts are recounts': countsAreRecounts,
  'tree verifies': treeVerifies,
  'envelopes open in place': envelopesOpenInPlace,
} as const satisfies Record<string, Checker>
export type CheckerName = keyof typeof checkers

/** Holds all nine against the evidence. What looks as people do writes to the log, so the tree is verified before. */
export async function checkAll(evidence: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const name of inOrder) {
    const found = await checkers[name](evidence)
    violations.push(...firstFew(found, name).map((violation) => `${name}: ${violation}`))
  }
  return violations
}

const looking: CheckerName[] = ['order is commit order', 'counts are recounts']
const inOrder = (Object.keys(checkers) as CheckerName[]).toSorted(
  (a, b) => Number(looking.includes(a)) - Number(looking.includes(b)),
)
