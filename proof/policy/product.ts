// The product's own decisions, as they are or with one fault planted in them (a mutant; see mutants/).
import type * as absences from '../../server/access/absences.ts'
import type * as asPractitioner from '../../server/access/as-practitioner.ts'
import type * as attachments from '../../server/access/attachments.ts'
import type * as auditLog from '../../server/access/audit-log.ts'
import type * as authenticate from '../../server/access/authenticate.ts'
import type * as checks from '../../server/access/checks.ts'
import type * as goals from '../../server/access/goals.ts'
import type * as conversations from '../../server/access/conversations.ts'
import type * as patients from '../../server/access/patients.ts'
import type * as people from '../../server/access/people.ts'
import type * as splitMessages from '../../server/access/split-messages.ts'
import type * as tasks from '../../server/access/tasks.ts'
import type * as templates from '../../server/access/templates.ts'
import type * as chooseResponder from '../../server/routing/choose-responder.ts'
import type * as mayWrite from '../../server/routing/may-write.ts'
import type * as walkResponders from '../../server/routing/walk-responders.ts'

export type Product = {
  absences: typeof absences
  asPractitioner: typeof asPractitioner
  attachments: typeof attachments
  auditLog: typeof auditLog
  authenticate: typeof authenticate
  checks: typeof checks
  goals: typeof goals
  conversations: typeof conversations
  patients: typeof patients
  people: typeof people
  splitMessages: typeof splitMessages
  tasks: typeof tasks
  templates: typeof templates
  chooseResponder: typeof chooseResponder
  mayWrite: typeof mayWrite
  walkResponders: typeof walkResponders
  /** Which copy of the modules this is: statements that are kept by name are kept apart by it. */
  copy: string
}

/** A fresh copy of the modules; `mutant` is the number of the fault that the loader plants (mutants/plant.ts). */
export async function loadProduct(mutant: number | null): Promise<Product> {
  const suffix = mutant === null ? '' : `?mutant=${mutant}`
  // TypeScript cannot follow a computed path; each is the module of that very name.
  const load = async <T>(path: string) => (await import(`../../server/${path}.ts${suffix}`)) as T
  return {
    absences: await load<typeof absences>('access/absences'),
    asPractitioner: await load<typeof asPractitioner>('access/as-practitioner'),
    attachments: await load<typeof attachments>('access/attachments'),
    auditLog: await load<typeof auditLog>('access/audit-log'),
    authenticate: await load<typeof authenticate>('access/authenticate'),
    checks: await load<typeof checks>('access/checks'),
    goals: await load<typeof goals>('access/goals'),
    conversations: await load<typeof conversations>('access/conversations'),
    patients: await load<typeof patients>('access/patients'),
    people: await load<typeof people>('access/people'),
    splitMessages: await load<typeof splitMessages>('access/split-messages'),
    tasks: await load<typeof tasks>('access/tasks'),
    templates: await load<typeof templates>('access/templates'),
    chooseResponder: await load<typeof chooseResponder>('routing/choose-responder'),
    mayWrite: await load<typeof mayWrite>('routing/may-write'),
    walkResponders: await load<typeof walkResponders>('routing/walk-responders'),
    copy: suffix,
  }
}
