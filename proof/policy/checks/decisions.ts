// The pure decisions by themselves, asked outside any door: they say true or false, and nothing else.
import type { Actor } from '../../../server/access/context.ts'
import type { ConversationFacts as ProductFacts } from '../../../server/access/conversations.ts'
import { actorFor, staffParts } from '../acting.ts'
import { type ConversationFacts, type Facts, type Member, type TaskFacts } from '../facts.ts'
import { type State } from '../grid.ts'
import { inboxWorkers, onAbsenceOf, onConversation, onTask, seesSubjectAlone } from '../oracle.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { mayWriteAnew } from '../template-oracle.ts'
import { conversationActs, taskActs } from './acts.ts'

const reopenDays = 3

/** Whatever is visible: what may be done with it, by part, state, act and what clerks see. */
export function checkDecisions(product: Product, states: readonly State[], tally: Tally): void {
  for (const part of ['patient', ...staffParts] as const) {
    for (const clerksSee of ['full', 'subject'] as const) {
      const who: Member = { id: 'x', practice: 'p', account: 'x', part, standing: 'confirmed' }
      const actor = actorFor(who)
      for (const state of states) {
        for (const mergedInto of [null, 'd']) {
          const { facts, it } = worldOf(who, clerksSee, state, mergedInto)
          const row = rowOf(clerksSee, state, mergedInto)
          for (const [act, action] of conversationActs) {
            const should = onConversation(facts, who, act, it, now) === 'allowed'
            hold(
              tally,
              `${part}, ${state.name}, ${clerksSee}${mergedInto === null ? '' : ', put into another'}: ${act}`,
              should,
              product.conversations.can(actor, action, row, now),
            )
          }
          holdRestriction(product, tally, actor, facts, who, row)
        }
      }
      checkTaskDecisions(product, tally, who, clerksSee, states[0])
    }
    checkOthers(product, tally, part)
  }
}

function holdRestriction(
  product: Product,
  tally: Tally,
  actor: Actor,
  facts: Facts,
  who: Member,
  row: ProductFacts,
): void {
  hold(
    tally,
    `${who.part}: sees the subject alone`,
    seesSubjectAlone(facts, who),
    product.conversations.isRestricted(actor, row),
  )
}

function checkTaskDecisions(
  product: Product,
  tally: Tally,
  who: Member,
  clerksSee: 'full' | 'subject',
  state?: State,
): void {
  if (state === undefined || who.part === 'patient') {
    return
  }
  const { facts } = worldOf(who, clerksSee, state)
  for (const kind of ['respond', 'contact-patient'] as const) {
    const task = facts.tasks.find((each) => each.kind === kind)
    for (const [act, action] of taskActs) {
      const does = product.tasks.can(actorFor(who), action, { kind, clerk_view: clerksSee })
      hold(tally, `${who.part}, ${kind}, ${clerksSee}: ${act}`, onTask(facts, who, act, task, now) === 'allowed', does)
    }
  }
}

function checkOthers(product: Product, tally: Tally, part: Member['part']): void {
  const who: Member = { id: 'x', practice: 'p', account: 'x', part, standing: 'confirmed' }
  const actor = actorFor(who)
  const isWorking = inboxWorkers.includes(part)
  checkInboxes(product, tally, who)
  hold(tally, `${part}: has a part`, part === 'patient' || isWorking, product.conversations.hasPart(actor))
  hold(tally, `${part}: searches`, isWorking, product.conversations.canSearch(actor))
  for (const [act, action] of taskActs) {
    hold(tally, `${part}: ${act} of no single task`, isWorking, product.tasks.can(actor, action, null))
  }
  hold(tally, `${part}: writes to patients`, part === 'patient' || isWorking, product.patients.canWriteTo(actor))
  for (const practitioner of ['x', 'y', null]) {
    for (const inboxOwner of ['x', 'y', null]) {
      const should = onAbsenceOf(who, { practitioner, inboxOwner }) === 'allowed'
      const does = product.absences.canChangeAbsence(actor, { practitionerId: practitioner, inboxOwnerId: inboxOwner })
      hold(tally, `${part}: absence of ${practitioner}, inbox of ${inboxOwner}`, should, does)
    }
  }
}

/** Rosters, checks and goals are of whoever answers for the inbox; templates of whoever knows of them. */
function checkInboxes(product: Product, tally: Tally, who: Member): void {
  const actor = actorFor(who)
  const manages = who.part === 'administrator'
  const isWorking = inboxWorkers.includes(who.part)
  for (const ownerId of ['x', 'y']) {
    for (const backupId of ['x', 'y']) {
      const named = `${who.part}: inbox of ${ownerId} and ${backupId}`
      const owns = manages || (isWorking && ownerId === who.id)
      const answers = owns || (isWorking && backupId === who.id)
      const inbox = { ownerId, backupId }
      hold(tally, `${named}: roster`, owns, product.checks.canChangeRoster(actor, inbox))
      hold(tally, `${named}: checks`, answers, product.checks.canReadChecks(actor, inbox))
      hold(tally, `${named}: goal`, owns, product.goals.canChangeGoal(actor, inbox))
    }
  }
  hold(tally, `${who.part}: manages the practice`, manages, product.checks.managesPractice(actor))
  hold(tally, `${who.part}: works in inboxes`, isWorking, product.goals.worksInInboxes(actor))
  const templates = { practice: 'p', id: 't' }
  for (const isMember of [true, false]) {
    const inboxes = [{ practice: 'p', id: 'i', members: isMember ? [who.id] : [] }]
    const { facts } = worldOf(who, 'full', { name: '', closedAt: null, mode: 'two-way', until: null })
    for (const [scope, inbox, owner] of [
      ['practice', null, null],
      ['team', 'i', null],
      ['personal', null, 'x'],
      ['personal', null, 'y'],
    ] as const) {
      const should = mayWriteAnew({ ...facts, inboxes }, who, { ...templates, inbox, owner })
      const of = { scope, practitioner_id: owner, is_member: isMember && inbox !== null }
      hold(tally, `${who.part}: writes one, ${scope}`, should, product.templates.canWriteTemplate(actor, of))
    }
  }
}

function hold(tally: Tally, what: string, should: boolean, does: boolean): void {
  tally.look('decision alone')
  if (should !== does) {
    tally.differ(`${what}: by the policy ${should}, by the product ${does}`)
  }
}

/** A world in which everybody knows of the one conversation. */
function worldOf(
  who: Member,
  clerksSee: 'full' | 'subject',
  state: State,
  mergedInto: string | null = null,
): { facts: Facts; it: ConversationFacts } {
  const patient = who.part === 'patient' ? who.id : 'q'
  const common = { practice: 'p', id: 'c', patient, topic: 't', responsible: null, reopenDays }
  const closedAt = state.closedAt === null ? null : new Date(state.closedAt)
  const replyUntil = state.until === null ? null : new Date(state.until)
  const it = { ...common, inbox: 'i', isOpen: closedAt === null, mode: state.mode, replyUntil, closedAt, mergedInto }
  const task = (kind: TaskFacts['kind']): TaskFacts => ({
    practice: 'p',
    id: kind,
    conversation: 'c',
    kind,
    isOpen: false,
    inbox: 'i',
    owner: null,
    escalatedTo: null,
  })
  const none = { topics: [], messages: [], reasons: [], absences: [], drafts: [], files: [], splits: [], done: [] }
  const facts = {
    ...none,
    templates: [],
    documents: [],
    practices: [{ id: 'p', clerksSee }],
    members: [who],
    inboxes: [{ practice: 'p', id: 'i', members: ['x'] }],
    patients: [{ practice: 'p', id: patient, usualPractitioner: null }],
    conversations: [it],
    tasks: [task('respond'), task('contact-patient')],
  }
  return { facts, it }
}

function rowOf(clerk_view: 'full' | 'subject', state: State, merged_into_id: string | null): ProductFacts {
  return {
    status: state.closedAt === null ? 'open' : 'closed',
    mode: state.mode,
    reply_until: state.until === null ? null : new Date(state.until),
    closed_at: state.closedAt === null ? null : new Date(state.closedAt),
    reopen_days: reopenDays,
    clerk_view,
    merged_into_id,
  }
}
