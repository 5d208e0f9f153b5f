import { type Role, workingRoles } from '../../shared/people.ts'
import { forbidden } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

/** Who answers for an inbox when its people do not. */
export type InboxPeople = { ownerId: string; backupId: string }

const staff: readonly Role[] = [...workingRoles, 'administrator', 'privacy-officer']

/** Everybody who works here may know at which times inboxes are checked. */
export function permitChecks({ actor }: Context): void {
  if (actor.kind !== 'practitioner' || !staff.includes(actor.role)) {
    throw forbidden()
  }
}

/** The owner of an inbox says when it is checked, and an administrator for all. Pure: tested as a table. */
export function canChangeRoster(actor: Actor, { ownerId }: InboxPeople): boolean {
  return managesPractice(actor) || isWorking(actor, [ownerId])
}

/** Which checks were missed is told to those who answer for the inbox. */
export function canReadChecks(actor: Actor, { ownerId, backupId }: InboxPeople): boolean {
  return managesPractice(actor) || isWorking(actor, [ownerId, backupId])
}

export function managesPractice(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'practitioner' && actor.role === 'administrator')
}

function isWorking(actor: Actor, ids: readonly string[]): boolean {
  return actor.kind === 'practitioner' && workingRoles.includes(actor.role) && ids.includes(actor.id)
}
