import { clinicalRoles, type Role, workingRoles } from '../../shared/people.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

export type PeopleAction =
  | 'practice.read'
  | 'practice.change'
  | 'topic.list'
  | 'topic.save'
  | 'care-team.list'
  | 'care-team.save'
  | 'practitioner.list'
  | 'practitioner.manage'
  | 'late.list'
  | 'orphan.list'
  | 'orphan.mend'
  | 'expectations.list'
  | 'expectations.save'
  | 'rules.read'
  | 'rules.try'
  | 'rules.change'
  | 'capacity.read'
  | 'capacity.change'
  | 'patient.block'
  | 'patient.lift-block'
  | 'patient.list-blocks'
  | 'patient.read'
  | 'patient.manage'

type Part = Role | 'patient' | 'system'

const staff: readonly Part[] = [...workingRoles, 'administrator', 'privacy-officer']
const everyone: readonly Part[] = ['patient', ...staff, 'system']

/** Who may do what with the practice and its people. Conversations have a table of their own. */
const permissions: Record<PeopleAction, readonly Part[]> = {
  'practice.read': everyone,
  'practice.change': ['administrator'],
  'topic.list': everyone,
  'topic.save': ['administrator'],
  'care-team.list': [...staff, 'system'],
  'care-team.save': ['administrator'],
  'practitioner.list': [...staff, 'system'],
  'practitioner.manage': ['administrator'],
  'late.list': [...workingRoles, 'administrator'],
  'orphan.list': ['administrator'],
  'orphan.mend': ['administrator'],
  'expectations.list': staff,
  'expectations.save': ['administrator'],
  'rules.read': staff,
  'rules.try': [...clinicalRoles, 'administrator'],
  'rules.change': ['administrator'],
  'capacity.read': staff,
  'capacity.change': ['administrator'],
  'patient.block': clinicalRoles,
  'patient.lift-block': [...clinicalRoles, 'administrator'],
  'patient.list-blocks': ['administrator', 'privacy-officer'],
  'patient.read': [...staff, 'system'],
  'patient.manage': [...workingRoles, 'administrator'],
}

/** Whether this actor may do this at all; which rows there are is row-level security's and the doors' to say. */
export function canPeople(actor: Actor, action: PeopleAction): boolean {
  return permissions[action].includes(actor.kind === 'practitioner' ? actor.role : actor.kind)
}

/** 403 before anything is looked up: whoever may not ask learns nothing of what there is. */
export function permitPeople(ctx: Context, action: PeopleAction): void {
  if (!canPeople(ctx.actor, action)) {
    throw forbidden()
  }
}

/** The door to one patient's card: a change locks the row. The patient's key is loaded. */
export async function accessPatient(ctx: Context, id: string, action: 'patient.read' | 'patient.manage') {
  permitPeople(ctx, action)
  const all = ctx.tx
    .selectFrom('patients')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
  const [row] = await Promise.all([
    (action === 'patient.manage' ? all.forNoKeyUpdate() : all).executeTakeFirst(),
    ctx.keys.load([id]),
  ])
  if (row === undefined) {
    throw notFound()
  }
  return row
}

/**
 * The door to a conversation that the nightly check found: its row is locked. It gives an administrator the right to say who
 * is to act, and to see nothing of what was written.
 */
export async function accessOrphan(ctx: Context, conversationId: string) {
  permitPeople(ctx, 'orphan.mend')
  const row = await ctx.tx
    .selectFrom('conversations')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.care_team_id'])
    .select(['conversations.last_message_at', 'topics.reply_within_minutes'])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.id', '=', conversationId)
    .where('conversations.id', 'in', (eb) =>
      eb
        .selectFrom('orphans')
        .select('orphans.conversation_id')
        .where('orphans.practice_id', '=', ctx.actor.practiceId),
    )
    .forNoKeyUpdate('conversations')
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  return row
}

/** The door to one colleague, to change them: name and membership, both locked. */
export async function accessPractitioner(ctx: Context, id: string) {
  permitPeople(ctx, 'practitioner.manage')
  const row = await ctx.tx
    .selectFrom('practitioners')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.id', '=', 'practitioners.id')
        .onRef('memberships.practice_id', '=', 'practitioners.practice_id')
        .on('memberships.kind', '=', 'practitioner'),
    )
    .select(['practitioners.id', 'practitioners.version', 'practitioners.name_sealed'])
    .select(['memberships.role', 'memberships.status'])
    .where('practitioners.practice_id', '=', ctx.actor.practiceId)
    .where('practitioners.id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  return row
}
