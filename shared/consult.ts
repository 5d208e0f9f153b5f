import type { Machine } from './machine.ts'
import { clinicalRoles, type Role, workingRoles } from './people.ts'

/** What is asked of a clinician. approval: of the answer that is proposed. visit: whether the patient must be seen. */
export const consultKinds = ['advice', 'approval', 'visit', 'prescription'] as const
export type ConsultKind = (typeof consultKinds)[number]

/** edited: the clinician sent words of their own. */
export const consultStatuses = ['requested', 'approved', 'edited', 'returned', 'withdrawn'] as const
export type ConsultStatus = (typeof consultStatuses)[number]
export const decisions = ['approve', 'edit', 'return'] as const
export type Decision = (typeof decisions)[number]
export const consultMachine: Machine<ConsultStatus, Decision | 'withdraw'> = {
  requested: { approve: 'approved', edit: 'edited', return: 'returned', withdraw: 'withdrawn' },
  approved: {},
  edited: {},
  returned: {},
  withdrawn: {},
}

/** Who may prescribe; and may have others write in their name. */
export const prescribingRoles: readonly Role[] = ['physician', 'nurse-practitioner']

export function isPrescriber(role: string | null): boolean {
  return prescribingRoles.some((one) => one === role)
}

/** Of whom this may be asked: of a clinician, and of one who prescribes where that is the question. */
export function mayBeAsked(kind: ConsultKind, role: string | null): boolean {
  return kind === 'prescription' ? isPrescriber(role) : clinicalRoles.some((one) => one === role)
}

/** Who may write in a clinician's name, once they let them. */
export function mayWriteFor(role: string | null): boolean {
  return workingRoles.some((one) => one === role)
}

/** Who has the question now, of whom it was asked, and who asked. */
export type ConsultFacts = {
  kind: ConsultKind
  askedById: string
  /** Null where it was asked of an inbox. */
  askedId: string | null
  /** It was asked of an inbox in which they work. */
  worksInAsked: boolean
  /** Whose the task is; null: its inbox's. */
  ownerId: string | null
  /** Whom the clinic told that it is late. */
  escalatedToId: string | null
}

/**
 * Who may decide: a clinician who could have been asked, when they or their inbox were, when they have it now, when they were
 * told that it is late, or when nobody in particular has it. Never who asked.
 */
export function mayDecide(who: { id: string | null; role: string | null }, facts: ConsultFacts): boolean {
  const { kind, askedById, askedId, worksInAsked, ownerId, escalatedToId } = facts
  return (
    who.id !== null &&
    who.id !== askedById &&
    mayBeAsked(kind, who.role) &&
    (worksInAsked || ownerId === null || [askedId, ownerId, escalatedToId].includes(who.id))
  )
}
