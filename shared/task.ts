import { limits } from './limits.ts'
import type { Machine } from './machine.ts'

/** FHIR R4 Task.status codes. */
export const taskStatuses = ['requested', 'accepted', 'completed', 'cancelled'] as const
export type TaskStatus = (typeof taskStatuses)[number]
/** restore: the closing that ended it was taken back. */
export type TaskEvent = 'accept' | 'release' | 'reassign' | 'complete' | 'cancel' | 'restore'
export const taskMachine: Machine<TaskStatus, TaskEvent> = {
  requested: { accept: 'accepted', reassign: 'requested', complete: 'completed', cancel: 'cancelled' },
  accepted: { release: 'requested', reassign: 'requested', complete: 'completed', cancel: 'cancelled' },
  completed: {},
  cancelled: { restore: 'requested' },
}

/** respond: answer the patient. contact-patient: reach a patient who has not read, another way. follow-up: what else is to be done, in a colleague's words. */
export const taskKinds = ['respond', 'contact-patient', 'follow-up'] as const
export type TaskKind = (typeof taskKinds)[number]

export const priorities = ['routine', 'urgent'] as const
export type Priority = (typeof priorities)[number]

/** Who has been told that a task is late, step by step; the place in the list is the level. */
export const lateSteps = ['none', 'owner', 'backup', 'administrators'] as const
export type LateStep = (typeof lateSteps)[number]

/** How an attempt to reach the patient another way ended. */
export const contactOutcomes = ['reached', 'left-message', 'wrong-number', 'no-answer', 'letter-sent'] as const
export type ContactOutcome = (typeof contactOutcomes)[number]

/** Tries that did not reach the patient: somebody goes on. */
export const contactTries = ['left-message', 'wrong-number', 'no-answer'] as const satisfies readonly ContactOutcome[]
export type ContactTry = (typeof contactTries)[number]

/** What comes next: another call, or a letter when calling has no point any more. */
export function contactStep(tried: { attempts: number; lastAttempt: string | null }): 'phone' | 'letter' {
  return tried.attempts >= limits.contactAttempts || tried.lastAttempt === 'wrong-number' ? 'letter' : 'phone'
}

/** What may be said of each step. */
export const contactEndings = {
  phone: contactOutcomes,
  letter: ['letter-sent', 'reached'],
} as const satisfies Record<'phone' | 'letter', readonly ContactOutcome[]>

/** For what a task waits that was put off until a time. */
export const deferralReasons = ['results', 'patient', 'colleague', 'other'] as const
export type DeferralReason = (typeof deferralReasons)[number]

/** Why somebody does not take what is next for them. */
export const passReasons = ['needs-time', 'not-for-me', 'unsure', 'other'] as const
export type PassReason = (typeof passReasons)[number]
