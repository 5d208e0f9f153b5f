// What needs no conversation: the practice, its people, its log, who is away; and writing to somebody.
import type { AuditAction } from '../../../server/access/audit-log.ts'
import type { Actor, SystemActor } from '../../../server/access/context.ts'
import type { PeopleAction } from '../../../server/access/people.ts'
import type { TaskAction } from '../../../server/access/tasks.ts'
import { forbidden } from '../../../server/platform/problems.ts'
import { type Answer, answerAt, contextFor, enter, entries, expectedAtEntry, staffParts } from '../acting.ts'
import { type Duty, isDutyOf } from '../duties.ts'
import type { Member, Part } from '../facts.ts'
import type { Ground } from '../ground.ts'
import { onAbsenceOf, onWritingTo } from '../oracle.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { conversationActs } from './acts.ts'
import { workerDuties, workerOnConversations, workerOnTasks } from '../worker-duties.ts'
import type { Way } from './conversations.ts'

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

/** A duty is asked of the decision, and of the door that throws. */
function waysToAsk(product: Product): [Duty, (actor: Actor) => boolean | Promise<Answer>][] {
  const ctx = (actor: Actor) => contextFor(undefined as never, actor, now).ctx
  const { people, auditLog, absences, checks, conversations, goals, tasks } = product
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
  checkRoleless(product, tally)
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
  hold('changes absences', true, product.absences.canChangeAbsence(worker, { practitionerId: 'x', inboxOwnerId: null }))
  hold('writes to a patient', false, product.patients.canWriteTo(worker))
}

const nobodysId = '00000000-0000-7000-8000-fffffffffffe'

/** The doors to a patient, to a colleague, and to an absence or a rotation: own, another's, of another practice, none. */
export async function checkDoors(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  const { grid, stage } = ground
  const [full = '', subject = ''] = grid.practices
  for (const practice of [full, subject]) {
    const cell = grid.cells.find(({ who, relation }) => who.practice === practice && relation === 'none')
    const patient = cell?.patient ?? ''
    const another = grid.cells.find((one) => one.who.practice === practice && one.patient !== patient)?.patient ?? ''
    const facts = ground.factsOf({ who: { ...(cell?.who as Member) }, conversation: '', patient })
    const people = [...staffParts, 'patient' as const].map((part): Member => {
      const id = grid.members.find((member) => member.part === part && member.practice === practice)?.id ?? patient
      return { id, practice, account: id, part, standing: 'confirmed' }
    })
    await stage[way].transact({ practiceId: practice, actorId: practice, requestId: practice }, async (tx) => {
      for (const who of people) {
        for (const entry of entries) {
          const actor = enter(product, who, entry)
          const ask = async (
            what: string,
            should: Answer,
            door: (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>,
            row?: string,
            key?: string,
          ) => {
            const expected = entry === 'confirmed' ? should : expectedAtEntry(entry)
            const { ctx, keysOf } = contextFor(tx, typeof actor === 'string' ? ({} as Actor) : actor, now)
            const answer = typeof actor === 'string' ? actor : await answerAt(() => door(ctx), row)
            tally.look(`people and absences${way === 'bare' ? ', past row-level security' : ''}`)
            const isKeyless = answer === 'allowed' && key !== undefined && !keysOf.has(key)
            if (answer !== expected || isKeyless) {
              tally.differ(
                `${who.part} (${entry}): ${what}: the policy says ${expected}, the product ${answer}${isKeyless ? ' without the key' : ''}`,
              )
            }
          }
          for (const id of [patient, another, grid.strays.patient, grid.strays.onlyFirst, nobodysId]) {
            const isThere =
              ![nobodysId, grid.strays.patient].includes(id) && !(id === grid.strays.onlyFirst && practice !== full)
            const all = { ...facts, patients: isThere ? [{ practice, id, usualPractitioner: null }] : [] }
            await ask(
              'write to a patient',
              onWritingTo(all, who, id),
              (ctx) => product.patients.accessPatient(ctx, id),
              id,
              id,
            )
            for (const [duty, action] of [
              ['read patients', 'patient.read'],
              ['change patients', 'patient.manage'],
            ] as const) {
              const may = isDutyOf(who.part, duty) ? (isThere ? 'allowed' : 'hidden') : 'forbidden'
              await ask(duty, may, (ctx) => product.people.accessPatient(ctx, id, action), id, id)
            }
          }
          // Members of a practice stand in the directory once: here they are those of the first practice.
          for (const colleague of staffParts.flatMap(
            (part) => grid.members.find((one) => one.part === part && one.practice === full) ?? [],
          )) {
            const may = isDutyOf(who.part, 'change colleagues') ? 'allowed' : 'forbidden'
            if (practice === full) {
              await ask(
                'change a colleague',
                may,
                (ctx) => product.people.accessPractitioner(ctx, colleague.id),
                colleague.id,
              )
            }
          }
          const nobody = isDutyOf(who.part, 'change colleagues') ? 'hidden' : 'forbidden'
          await ask('change nobody', nobody, (ctx) => product.people.accessPractitioner(ctx, patient))
          const mends = isDutyOf(who.part, 'give out what nobody would act on')
          for (const [id, isFound] of [
            [grid.strays.found, practice === full],
            [grid.strays.foundElsewhere, false],
          ] as const) {
            const may = mends ? (isFound ? 'allowed' : 'hidden') : 'forbidden'
            await ask('give out a conversation', may, (ctx) => product.people.accessOrphan(ctx, id), id)
          }
          await askAbsences(product, ground, who, ask)
        }
      }
    })
  }
}

type Ask = (
  what: string,
  should: Answer,
  door: (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>,
  row?: string,
) => Promise<void>

async function askAbsences(product: Product, ground: Ground, who: Member, ask: Ask): Promise<void> {
  const isStaff = isDutyOf(who.part, 'read who is away')
  for (const { id, practice, practitioner, inboxOwner } of ground.grid.rotations) {
    const may = !isStaff
      ? 'forbidden'
      : practice !== who.practice
        ? 'hidden'
        : onAbsenceOf(who, { practitioner, inboxOwner })
    await ask('change a rotation', may, (ctx) => product.absences.accessRotation(ctx, id), id)
  }
  const absences = ground.factsOf({ who, conversation: '', patient: '' }).absences
  for (const absence of absences) {
    const may = isStaff ? onAbsenceOf(who, absence) : 'forbidden'
    await ask('change an absence', may, (ctx) => product.absences.accessAbsence(ctx, absence.id), absence.id)
  }
  const whose = [who.id, 'another', null]
  for (const practitioner of whose) {
    for (const inboxOwner of whose) {
      await ask('write an absence', onAbsenceOf(who, { practitioner, inboxOwner }), async (ctx) => {
        if (!product.absences.canChangeAbsence(ctx.actor, { practitionerId: practitioner, inboxOwnerId: inboxOwner })) {
          throw forbidden()
        }
      })
    }
  }
}
