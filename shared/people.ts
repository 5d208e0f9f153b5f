import type { Machine } from './machine.ts'

export const roles = ['physician', 'nurse-practitioner', 'nurse', 'clerk', 'administrator', 'privacy-officer'] as const
export type Role = (typeof roles)[number]
/** Roles that answer patients. */
export const clinicalRoles: readonly Role[] = ['physician', 'nurse-practitioner', 'nurse']
/** Roles that work in inboxes: they read, triage and write to patients. */
export const workingRoles: readonly Role[] = [...clinicalRoles, 'clerk']

/** invited: has a code; confirmed: acts; suspended: may not act, for now; ended: has left. */
export const membershipStatuses = ['invited', 'confirmed', 'suspended', 'ended'] as const
export type MembershipStatus = (typeof membershipStatuses)[number]
export type MembershipEvent = 'accept' | 'suspend' | 'restore' | 'end' | 'invite'
export const membershipMachine: Machine<MembershipStatus, MembershipEvent> = {
  invited: { accept: 'confirmed', end: 'ended', invite: 'invited' },
  confirmed: { suspend: 'suspended', end: 'ended', invite: 'invited' },
  suspended: { restore: 'confirmed', end: 'ended' },
  ended: { invite: 'invited' },
}

export const languages = ['en', 'fr'] as const
/** A practice shows clerks whole messages, or only topic and subject. */
export const clerkViews = ['full', 'subject'] as const
export type ClerkView = (typeof clerkViews)[number]
