import type { Ground } from '../ground.ts'
import { states } from '../grid.ts'
import type { Product } from '../product.ts'
import type { Tally } from '../tally.ts'
import {
  checkConversations,
  checkFiles,
  checkStrayFiles,
  checkTasks,
  checkWorkersDoors,
  type Way,
} from './conversations.ts'
import { checkDecisions } from './decisions.ts'
import { checkAgain } from './again.ts'
import { checkDoors } from './doors.ts'
import { checkDuties } from './duties.ts'
import { checkEarlier } from './earlier.ts'
import { checkLocks } from './locks.ts'
import { checkOpenTasks } from './open-tasks.ts'
import { checkTemplates } from './templates.ts'

type Check = (product: Product, ground: Ground, tally: Tally, way: Way) => Promise<void>

/** Everything that is asked of access, from what is quickest to answer on. */
const checks = {
  decisions: async (product, _ground, tally) => checkDecisions(product, states, tally),
  duties: (product, _ground, tally) => checkDuties(product, tally),
  earlier: (product, ground, tally) => checkEarlier(product, ground, tally),
  strayFiles: (product, ground, tally) => checkStrayFiles(product, ground, tally),
  openTasks: (product, ground, tally) => checkOpenTasks(product, ground, tally),
  again: (product, ground, tally) => checkAgain(product, ground, tally),
  worker: (product, ground, tally) => checkWorkersDoors(product, ground, tally),
  locks: (product, ground, tally) => checkLocks(product, ground, tally),
  templates: checkTemplates,
  doors: checkDoors,
  conversations: checkConversations,
  files: checkFiles,
  tasks: checkTasks,
} satisfies Record<string, Check>
type Name = keyof typeof checks

/** Asked once: whether row-level security holds makes no difference to them. */
const asOne: readonly Name[] = ['decisions', 'duties', 'again', 'locks', 'strayFiles', 'openTasks', 'earlier', 'worker']

/** Which of them ask anything of a module: its own functions, and those of the modules that import it. */
const asking: Record<string, readonly Name[]> = {
  'as-practitioner.ts': ['earlier'],
  'absences.ts': ['decisions', 'duties', 'locks', 'doors'],
  'attachments.ts': ['locks', 'files', 'strayFiles'],
  'audit-log.ts': ['duties'],
  'authenticate.ts': ['duties', 'doors'],
  'checks.ts': ['decisions', 'duties'],
  'conversations.ts': ['decisions', 'duties', 'conversations', 'again', 'locks', 'worker'],
  'goals.ts': ['decisions', 'duties'],
  'patients.ts': ['decisions', 'duties', 'doors'],
  'people.ts': ['duties', 'locks', 'doors'],
  'split-messages.ts': ['files', 'strayFiles'],
  'tasks.ts': ['decisions', 'duties', 'locks', 'tasks', 'openTasks', 'worker'],
  'templates.ts': ['decisions', 'duties', 'locks', 'templates'],
}

/** All of them, or those that ask something of one module. */
export async function checkAccess(
  product: Product,
  ground: Ground,
  tally: Tally,
  ways: readonly Way[],
  module?: string,
): Promise<void> {
  const all = Object.keys(checks) as Name[]
  const wanted = (module === undefined ? undefined : asking[module]) ?? all
  for (const way of ways) {
    for (const name of all.filter((each) => wanted.includes(each) && (way === ways[0] || !asOne.includes(each)))) {
      const check: Check = checks[name]
      await check(product, ground, tally, way)
    }
  }
}
