// What needs no conversation: the practice, its people, its log, who is away; and writing to somebody.
import type { AuditAction } from '../../../server/access/audit-log.ts'
import type { Actor, SystemActor } from '../../../server/access/context.ts'
import type { PeopleAction } from '../../../server/access/people.ts'
import type { TaskAction } from '../../../server/access/tasks.ts'
import { actorFor, type Answer, answerAt, contextFor, enter, entries, expectedAtEntry, staffParts } from '../acting.ts'
import { type Duty, isDutyOf } from '../duties.ts'
import type { Part } from '../facts.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { conversationActs, taskActs } from './acts.ts'
import { workerDuties, workerOnConversations, workerOnTasks } from '../worker-duties.ts'

const peopleDuties: [Duty, PeopleAction][] = [
  ['read the practice', 'practice.read'],
  ['change the practice', 'practice.change'],
  ['read topics', 'topic.list'],
  ['change topics', 'topic.save'],
  ['read inboxes', 'care-team.list'],
  ['change inboxes', 'care-team.save'],
  ['read colleagues', 'practitioner.list'],
  ['change colleagues', 'practitioner.manage'],
  ['read what is expected', 'expectations.list'],
  ['change what is expected', 'expectations.save'],
  ['read how many messages are taken', 'capacity.read'],
  ['change how many messages are taken', 'capacity.change'],
  ['block a patient', 'patient.block'],
  ['lift a block', 'patient.lift-block'],
  ['read who is blocked', 'patient.list-blocks'],
  ['read what is late', 'late.list'],
  ['read what nobody would act on', 'orphan.list'],
  ['give out what nobody would act on', 'orphan.mend'],
  ['read where messages are sent', 'rules.read'],
  ['try triage rules', 'rules.try'],
  ['change where messages are sent', 'rules.change'],
  ['read patients', 'patient.read'],
  ['change patients', 'patient.manage'],
]
const logDuties: [Duty, AuditAction][] = [
  ['read the log', 'audit.search'],
  ['read the state of the log', 'audit.state'],
  ['read who used my record', 'audit.own'],
  ['state a reason', 'access.grant'],
  ['read stated reasons', 'access.list'],
  ['review stated reasons', 'access.review'],
]

const everybodys = { scope: 'practice', practitioner_id: null, is_member: false } as const

/** A duty is asked of the decision, and of the door that throws. */
function waysToAsk(product: Product): [Duty, (actor: Actor) => boolean | Promise<Answer>][] {
  const ctx = (actor: Actor) => contextFor(undefined as never, actor, now).ctx
  const { people, auditLog, absences, checks, conversations, goals, tasks, templates } = product
  return [
    ...peopleDuties.flatMap(([duty, action]): ReturnType<typeof waysToAsk> => [
      [duty, (actor) => people.canPeople(actor, action)],
      [duty, (actor) => answerAt(async () => people.permitPeople(ctx(actor), action))],
    ]),
    ...logDuties.flatMap(([duty, action]): ReturnType<typeof waysToAsk> => [
      [duty, (actor) => auditLog.canAudit(actor, action)],
      [duty, (actor) => answerAt(async () => auditLog.permitAudit(ctx(actor), action))],
    ]),
    ['read who is away', (actor) => answerAt(async () => absences.permitAbsences(ctx(actor)))],
    ['read when inboxes are checked', (actor) => answerAt(async () => checks.permitChecks(ctx(actor)))],
    ['read clearing goals', (actor) => answerAt(async () => goals.permitGoals(ctx(actor)))],
    ['read templates', (actor) => templates.canReadTemplates(actor)],
    ['read templates', (actor) => answerAt(async () => templates.permitTemplates(ctx(actor)))],
    ['write texts for everybody', (actor) => templates.canWriteTemplate(actor, everybodys)],
    ['search messages', (actor) => conversations.canSearch(actor)],
    ['read the queue', (actor) => tasks.can(actor, 'task.list', null)],
  ]
}

export async function checkDuties(product: Product, tally: Tally): Promise<void> {
  const parts: Part[] = ['patient', ...staffParts]
  const asked = waysToAsk(product)
  for (const part of parts) {
    for (const entry of entries) {
      const actor = enter(product, { id: 'x', practice: 'p', part }, entry)
      for (const [duty, ask] of asked) {
        const should = entry === 'confirmed' ? (isDutyOf(part, duty) ? 'allowed' : 'forbidden') : expectedAtEntry(entry)
        const answer = typeof actor === 'string' ? actor : worded(await ask(actor))
        if (answer !== should) {
          tally.differ(`${part} (${entry}): ${duty}: the policy says ${should}, the product ${answer}`)
        }
      }
      tally.look('duty', asked.length)
    }
    const actor = enter(product, { id: 'x', practice: 'p', part }, 'confirmed')
    const isPart = typeof actor === 'object' && product.conversations.hasPart(actor)
    if (isPart !== (part === 'patient' || isDutyOf(part, 'read the queue'))) {
      tally.differ(`${part}: has a part in conversations: ${isPart}`)
    }
  }
  await checkWorker(product, asked, tally)
  await checkUnheardOf(product, asked, tally)
  checkRoleless(product, tally)
}

/** A role that the policy has not heard of may do nothing. */
async function checkUnheardOf(product: Product, asked: ReturnType<typeof waysToAsk>, tally: Tally): Promise<void> {
  const actor = actorFor({ id: 'x', practice: 'p', part: 'porter' as Part })
  const inbox = { ownerId: 'x', backupId: 'x' }
  const more: typeof asked = [
    ...taskActs.map(([, action]): (typeof asked)[number] => [
      'read the queue',
      () => product.tasks.can(actor, action, null),
    ]),
    ['read the queue', () => product.conversations.hasPart(actor)],
    ['change patients', () => product.patients.canWriteTo(actor)],
    ['read who is away', () => product.absences.canChangeAbsence(actor, { practitionerId: 'x', inboxOwnerId: 'x' })],
    ['read when inboxes are checked', () => product.checks.canChangeRoster(actor, inbox)],
    ['read when inboxes are checked', () => product.checks.canReadChecks(actor, inbox)],
    ['read clearing goals', () => product.goals.canChangeGoal(actor, inbox)],
    ['read clearing goals', () => product.goals.worksInInboxes(actor)],
  ]
  for (const [duty, ask] of [...asked, ...more]) {
    tally.look('duty')
    if (worded(await ask(actor)) !== 'forbidden') {
      tally.differ(`somebody of a role that there is not: ${duty}: the product allows it`)
    }
  }
}

/** A colleague without a role is no colleague: nothing is guessed. */
function checkRoleless(product: Product, tally: Tally): void {
  tally.look('duty')
  try {
    enter(product, { id: 'x', practice: 'p', part: null as unknown as Part }, 'confirmed')
  } catch {
    return
  }
  tally.differ('a colleague without a role comes in')
}

function worded(answer: boolean | Answer): Answer {
  return typeof answer === 'string' ? answer : answer ? 'allowed' : 'forbidden'
}

async function checkWorker(product: Product, asked: ReturnType<typeof waysToAsk>, tally: Tally): Promise<void> {
  const worker: SystemActor = { kind: 'system', id: null, practiceId: 'p' }
  const hold = (what: string, should: boolean, does: boolean) => {
    tally.look('duty')
    if (should !== does) {
      tally.differ(`the worker: ${what}: by the policy ${should}, by the product ${does}`)
    }
  }
  for (const [duty, ask] of asked) {
    hold(duty, workerDuties.includes(duty), worded(await ask(worker)) === 'allowed')
  }
  const facts = {
    status: 'open',
    mode: 'two-way',
    reply_until: null,
    closed_at: null,
    reopen_days: 0,
    clerk_view: 'subject',
    merged_into_id: null,
  } as const
  for (const [act, action] of conversationActs) {
    hold(act, workerOnConversations.includes(act), product.conversations.can(worker, action, facts, now))
  }
  for (const act of workerOnTasks) {
    const of = { kind: 'respond', clerk_view: 'subject' } as const
    hold(`${act} a task`, true, product.tasks.can(worker, `task.${act}` as TaskAction, of))
  }
  hold('has a part in conversations', true, product.conversations.hasPart(worker))
  hold('sees topic and subject alone', false, product.conversations.isRestricted(worker, facts))
  hold('manages the practice', true, product.checks.managesPractice(worker))
  hold('changes absences', true, product.absences.canChangeAbsence(worker, { practitionerId: 'x', inboxOwnerId: null }))
  hold('writes to a patient', false, product.patients.canWriteTo(worker))
}
