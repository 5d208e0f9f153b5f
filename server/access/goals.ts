import { workingRoles } from '../../shared/people.ts'
import { forbidden } from '../platform/problems.ts'
import { type InboxPeople, managesPractice } from './checks.ts'
import type { Actor, Context } from './context.ts'

/** Whoever works in inboxes has goals; an administrator sets those of inboxes. */
export function permitGoals({ actor }: Context): void {
  if (actor.kind !== 'practitioner' || (!worksInInboxes(actor) && !managesPractice(actor))) {
    throw forbidden()
  }
}

/** Whether somebody has work of their own, and so a goal of their own. */
export function worksInInboxes(actor: Actor): boolean {
  return actor.kind === 'practitioner' && workingRoles.includes(actor.role)
}

/** The owner of an inbox says what is to be cleared in it by when, and an administrator for all. Pure: tested as a table. */
export function canChangeGoal(actor: Actor, { ownerId }: Pick<InboxPeople, 'ownerId'>): boolean {
  return managesPractice(actor) || (worksInInboxes(actor) && actor.id === ownerId)
}
