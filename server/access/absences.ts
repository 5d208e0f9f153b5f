import { type Role, workingRoles } from '../../shared/people.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

/** Whose absence or rotation it is: a colleague's, or an inbox's with its owner. */
export type Whose = { practitionerId: string | null; inboxOwnerId: string | null }

const staff: readonly Role[] = [...workingRoles, 'administrator', 'privacy-officer']

/** Everybody who works here may know who is away, and not why. */
export function permitAbsences(ctx: Context): void {
  const { actor } = ctx
  if (actor.kind === 'patient' || (actor.kind === 'practitioner' && !staff.includes(actor.role))) {
    throw forbidden()
  }
}

/** A colleague writes their own, the owner of an inbox the inbox's, and an administrator all. Pure: tested as a table. */
export function canChangeAbsence(actor: Actor, whose: Whose): boolean {
  switch (actor.kind) {
    case 'patient':
      return false
    case 'practitioner':
      return (
        actor.role === 'administrator' ||
        (workingRoles.includes(actor.role) && [whose.practitionerId, whose.inboxOwnerId].includes(actor.id))
      )
    case 'system':
      return true
  }
}

/** The door to one absence, to change it: the row is locked. */
export function accessAbsence(ctx: Context, id: string) {
  return access(ctx, 'absences', id)
}

/** The door to one rotation, to change it: the row is locked. */
export function accessRotation(ctx: Context, id: string) {
  return access(ctx, 'rotations', id)
}

async function access(ctx: Context, table: 'absences' | 'rotations', id: string) {
  permitAbsences(ctx)
  const row = await ctx.tx
    .selectFrom(table)
    .leftJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', `${table}.practice_id`)
        .onRef('care_teams.id', '=', `${table}.care_team_id`),
    )
    .select([`${table}.id`, `${table}.practitioner_id`, 'care_teams.owner_id as inbox_owner_id'])
    .where(`${table}.practice_id`, '=', ctx.actor.practiceId)
    .where(`${table}.id`, '=', id)
    .forNoKeyUpdate(table)
    .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  if (!canChangeAbsence(ctx.actor, { practitionerId: row.practitioner_id, inboxOwnerId: row.inbox_owner_id })) {
    throw forbidden()
  }
  return row
}
