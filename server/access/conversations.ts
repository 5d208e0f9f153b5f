import { type Expression, type RawBuilder, sql } from 'kysely'
import type { ConversationMode, ConversationStatus } from '../../shared/conversation.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Tx } from '../platform/db.ts'
import { conflict, forbidden, notFound, Problem } from '../platform/problems.ts'
import { questionOf } from '../platform/together.ts'
import { Apart } from '../platform/transaction.ts'
import type { Actor, Context } from './context.ts'

export type ConversationAction =
  | 'conversation.read'
  | 'message.send'
  | 'message.retract'
  | 'conversation.close'
  | 'conversation.reopen'
  | 'conversation.file'
  | 'conversation.merge'
  | 'note.write'
  | 'task.assign'

declare const permitted: unique symbol
/** A row that went through the door for this action: only access/ can make one. */
export type Permitted<Row, Action> = Row & { readonly [permitted]: Action }

/** What may be known about whether this actor knows of a conversation: the only answer to "does it exist?". */
export function visibleConversations(tx: Tx, actor: Actor, now: Date) {
  const { kind, practiceId, id } = actor
  const all = tx.selectFrom('conversations').where('conversations.practice_id', '=', practiceId)
  return all.where(isVisible(kind, { practiceId: sql.val(practiceId), id: sql.val(id), now: sql.val(now) }))
}

type Who = { practiceId: Expression<string>; id: Expression<string | null>; now: Expression<Date> }

/** Whether a conversation is among those that a member of this kind may know of. */
function isVisible(kind: Actor['kind'], { practiceId, id, now }: Who): RawBuilder<boolean> {
  switch (kind) {
    case 'patient':
      return sql<boolean>`conversations.patient_id = ${id}`
    case 'practitioner':
      return seenByPractitioner({ practiceId, id, now })
    case 'system':
      return sql<boolean>`true`
  }
}

/**
 * The inboxes they work in, what is assigned or escalated to them or to do in such an inbox (with what was put into it, which
 * is answered there), what a colleague for whom they act while they are away answers for, their own patients, and what they
 * gave a reason for.
 */
function seenByPractitioner({ practiceId, id, now }: Who): RawBuilder<boolean> {
  const ownInboxes = inboxesOf({ practiceId, id })
  const hasTaskIn = (conversationId: Expression<string | null>) => sql`exists (select from tasks
      where tasks.practice_id = ${practiceId} and tasks.conversation_id = ${conversationId}
        and tasks.status in ('requested', 'accepted')
        and (tasks.owner_id = ${id} or tasks.escalated_to_id = ${id} or tasks.care_team_id in (${ownInboxes})))`
  return sql<boolean>`(
    conversations.care_team_id in (${ownInboxes})
    or ${hasTaskIn(sql.ref('conversations.id'))}
    or (conversations.merged_into_id is not null and ${hasTaskIn(sql.ref('conversations.merged_into_id'))})
    or conversations.responsible_id in (select practitioner_id from absences
      where practice_id = ${practiceId} and cancelled_at is null and starts_at <= ${now} and ends_at > ${now}
        and (covering_practitioner_id = ${id} or covering_care_team_id in (${ownInboxes})))
    or ${seesAllOf(sql.ref('conversations.patient_id'), { practiceId, id, now })})`
}

function inboxesOf({ practiceId, id }: Omit<Who, 'now'>): RawBuilder<unknown> {
  return sql`select care_team_id from care_team_members where practice_id = ${practiceId} and practitioner_id = ${id}`
}

/** Their own patients, and those for whom they gave a reason: whatever the inbox. */
function seesAllOf(patientId: Expression<string>, { practiceId, id, now }: Who): RawBuilder<boolean> {
  return sql<boolean>`(${patientId} in (select id from patients
      where practice_id = ${practiceId} and usual_practitioner_id = ${id})
    or ${patientId} in (select patient_id from access_grants
      where practice_id = ${practiceId} and practitioner_id = ${id} and expires_at > ${now}))`
}

/** Of what is to begin with this patient in this inbox: whether this practitioner works there, and whether they will see it at all. */
export function beginsBefore(
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  { careTeamId, patientId }: { careTeamId: Expression<string>; patientId: Expression<string> },
): { worksThere: RawBuilder<boolean>; isSeen: RawBuilder<boolean> } {
  const who = { practiceId: sql.val(actor.practiceId), id: sql.val(actor.id), now: sql.val(now) }
  const worksThere = sql<boolean>`${careTeamId} in (${inboxesOf(who)})`
  return { worksThere, isSeen: sql<boolean>`(${worksThere} or ${seesAllOf(patientId, who)})` }
}

/** The facts that a decision needs, loaded with the row. */
export type ConversationFacts = {
  status: ConversationStatus
  mode: ConversationMode
  reply_until: Date | null
  closed_at: Date | null
  reopen_days: number
  clerk_view: 'full' | 'subject'
  /** The conversation in which this one is read and answered. */
  merged_into_id: string | null
}

/** Whether this actor may do this to a conversation they can see. Pure: tested as a table. */
export function can(actor: Actor, action: ConversationAction, facts: ConversationFacts, now: Date): boolean {
  return mayEver(actor, action, facts, now) && !(facts.merged_into_id !== null && isDoneInHead[action])
}

/** What was put into another conversation goes on there; here it is read, put into the chart, and withdrawn. */
const isDoneInHead: Record<ConversationAction, boolean> = {
  'conversation.read': false,
  'message.send': true,
  'message.retract': false,
  'conversation.close': true,
  'conversation.reopen': true,
  'conversation.file': false,
  'conversation.merge': false,
  'note.write': true,
  'task.assign': true,
}

function mayEver(actor: Actor, action: ConversationAction, facts: ConversationFacts, now: Date): boolean {
  switch (actor.kind) {
    case 'patient':
      return patientCan(action, facts, now)
    case 'practitioner':
      return hasPart(actor) && practitionerCan(action, isRestricted(actor, facts))
    case 'system':
      return action !== 'message.retract' && action !== 'note.write' && action !== 'conversation.merge'
  }
}

/** Whether this actor has a part in conversations at all: managing the practice or its log gives none, in whatever inbox. */
export function hasPart(actor: Actor): boolean {
  return actor.kind !== 'practitioner' || workingRoles.includes(actor.role)
}

function patientCan(action: ConversationAction, facts: ConversationFacts, now: Date): boolean {
  switch (action) {
    case 'conversation.read':
      return true
    case 'message.retract':
      return facts.status === 'open'
    case 'message.send':
      return modeAllows(facts, now) && (facts.status === 'open' || isWithinWindow(facts, now))
    case 'conversation.close':
    case 'conversation.reopen':
    case 'conversation.file':
    case 'conversation.merge':
    case 'note.write':
    case 'task.assign':
      return false
  }
}

function practitionerCan(action: ConversationAction, restricted: boolean): boolean {
  switch (action) {
    case 'conversation.read':
    case 'task.assign':
    case 'note.write':
      return true
    case 'message.send':
    case 'message.retract':
    case 'conversation.close':
    case 'conversation.reopen':
    case 'conversation.file':
    case 'conversation.merge':
      return !restricted
  }
}

/** Whether this actor may look for words and conversations at all; what is found is what they see anyway. */
export function canSearch(actor: Actor): boolean {
  return actor.kind === 'practitioner' && hasPart(actor)
}

/** A clerk of a practice that shows clerks topic and subject only. */
export function isRestricted(actor: Actor, facts: Pick<ConversationFacts, 'clerk_view'>): boolean {
  return actor.kind === 'practitioner' && actor.role === 'clerk' && facts.clerk_view === 'subject'
}

function modeAllows(facts: ConversationFacts, now: Date): boolean {
  switch (facts.mode) {
    case 'two-way':
      return true
    case 'one-way':
      return false
    case 'reply-until':
      return facts.reply_until !== null && now <= facts.reply_until
  }
}

/** After closing, a patient may write again in the same conversation for the topic's days. */
export function isWithinWindow(facts: Pick<ConversationFacts, 'closed_at' | 'reopen_days'>, now: Date): boolean {
  return facts.closed_at !== null && now.getTime() <= facts.closed_at.getTime() + facts.reopen_days * 86_400_000
}

export type ConversationRow = Awaited<ReturnType<typeof loadConversation>>

/**
 * The door: 404 when the actor may not know of it, 403 when they may not do this. Writes lock the row; in company nobody
 * waits for it.
 */
export async function accessConversation<A extends ConversationAction>(
  ctx: Context,
  id: string,
  action: A,
): Promise<Permitted<NonNullable<ConversationRow>, A>> {
  const row = await loadConversation(ctx, id, action !== 'conversation.read')
  if (row === undefined) {
    throw ctx.tx.isShared ? new Apart() : notFound()
  }
  if (!can(ctx.actor, action, row, ctx.now)) {
    throw mayEver(ctx.actor, action, row, ctx.now) ? conflict('conversation-merged') : forbidden()
  }
  await ctx.keys.load([row.patient_id])
  return row as Permitted<typeof row, A>
}

/** What was asked for, by the id that the client made or decided on. */
type Done = { messageId: string } | { scheduledId: string } | { consultId: string } | { assignmentId: string }

/**
 * The door for what may be asked for twice. An act can end the task by which a colleague had the conversation, and its answer can
 * be lost on the way: whoever did this very act is let in to hear of it again, and of nothing else.
 */
export async function accessAgain<A extends ConversationAction>(
  ctx: Context,
  id: string,
  action: A,
  done: Done,
): Promise<Permitted<NonNullable<ConversationRow>, A>> {
  try {
    return await accessConversation(ctx, id, action)
  } catch (error) {
    const isHidden = error instanceof Problem && error.status === 404
    if (!isHidden || ctx.actor.kind !== 'practitioner' || !(await hasDone(ctx, id, done))) {
      throw error
    }
    const { practiceId } = ctx.actor
    const row = await loadConversation({ ...ctx, actor: { kind: 'system', id: null, practiceId } }, id, true)
    if (row === undefined || !can(ctx.actor, action, row, ctx.now)) {
      throw error
    }
    await ctx.keys.load([row.patient_id])
    return row as Permitted<typeof row, A>
  }
}

/** Sent, or approved; put off, and gone out since; decided; given away with others. */
async function hasDone({ tx, actor }: Context, conversationId: string, done: Done): Promise<boolean> {
  const { practiceId, id } = actor
  const own =
    'messageId' in done
      ? sql`select from messages where practice_id = ${practiceId} and conversation_id = ${conversationId}
          and id = ${done.messageId} and (author_id = ${id} or approved_by_id = ${id})`
      : 'scheduledId' in done
        ? sql`select from scheduled_sends where practice_id = ${practiceId} and conversation_id = ${conversationId}
            and id = ${done.scheduledId} and author_id = ${id} and state = 'sent'`
        : 'consultId' in done
          ? sql`select from consults where practice_id = ${practiceId} and conversation_id = ${conversationId}
            and id = ${done.consultId} and decided_by_id = ${id}`
          : sql`select from given_tasks where practice_id = ${practiceId} and conversation_id = ${conversationId}
            and assignment_id = ${done.assignmentId} and giver_id = ${id}`
  const { rows } = await sql<{ is_done: boolean }>`select exists (${own}) as is_done`.execute(tx)
  return rows[0]?.is_done === true
}

async function loadConversation({ tx, actor, now }: Context, id: string, lock: boolean) {
  const door = doorFor(actor.kind, !lock ? 'open' : tx.isShared ? 'lock-or-leave' : 'lock')
  const [row] = await tx.together.ask(door, { actor_id: actor.id, id, now })
  return row
}

type Lock = 'open' | 'lock' | 'lock-or-leave'
const doors = new Map<string, ReturnType<typeof makeDoor>>()

function doorFor(kind: Actor['kind'], lock: Lock): ReturnType<typeof makeDoor> {
  const name = `conversation of ${kind}, ${lock}`
  const door = doors.get(name) ?? makeDoor(name, kind, lock)
  doors.set(name, door)
  return door
}

function makeDoor(name: string, kind: Actor['kind'], lock: Lock) {
  const door = questionOf(name, { actor_id: 'uuid', id: 'uuid', now: 'timestamptz' }, (asked, practiceId) => {
    const who: Who = { practiceId, id: sql.ref('asked.actor_id'), now: sql.ref('asked.now') }
    const found = asked
      .innerJoin('conversations', (join) =>
        join.on('conversations.practice_id', '=', practiceId).onRef('conversations.id', '=', 'asked.id'),
      )
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
      .innerJoin('care_teams', (join) =>
        join
          .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
          .onRef('care_teams.id', '=', 'conversations.care_team_id'),
      )
      .innerJoin('patients', (join) =>
        join
          .onRef('patients.practice_id', '=', 'conversations.practice_id')
          .onRef('patients.id', '=', 'conversations.patient_id'),
      )
      .selectAll('conversations')
      .select([
        'asked.n',
        'topics.name_en as topic_en',
        'topics.name_fr as topic_fr',
        'topics.characters',
        'topics.words',
        'topics.files',
        'topics.reopen_days',
        'topics.reply_within_minutes',
        'topics.urgent_help_en',
        'topics.urgent_help_fr',
        'care_teams.name_en as care_team_en',
        'care_teams.name_fr as care_team_fr',
        'practices.clerk_view',
        'practices.name as practice_name',
        'practices.phone as practice_phone',
        'practices.time_zone',
        'practices.region',
        'patients.language as patient_language',
        'patients.version as patient_version',
        'patients.family_name_sealed',
        'patients.given_name_sealed',
        'patients.birth_date_sealed',
        'patients.usual_practitioner_id',
        'patients.notice_problem',
      ])
      .select(
        sql<boolean>`exists (select from care_team_members m where m.practice_id = ${practiceId}
          and m.care_team_id = conversations.care_team_id and m.practitioner_id = conversations.responsible_id)`.as(
          'responsible_works_here',
        ),
      )
      .where(isVisible(kind, who))
      .$narrowType<{
        status: ConversationStatus
        mode: ConversationMode
        clerk_view: 'full' | 'subject'
        patient_language: 'en' | 'fr'
      }>()
    switch (lock) {
      case 'open':
        return found
      case 'lock':
        return found.forNoKeyUpdate('conversations')
      case 'lock-or-leave':
        // In one order, whoever else locks some of them.
        return found.orderBy('conversations.id').forNoKeyUpdate('conversations').skipLocked()
    }
  })
  return { ...door, locks: lock !== 'open' }
}
