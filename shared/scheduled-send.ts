import type { Machine } from './machine.ts'

export const scheduledStates = ['waiting', 'sent', 'cancelled', 'refused'] as const
export type ScheduledState = (typeof scheduledStates)[number]
export type ScheduledEvent = 'send' | 'cancel' | 'refuse'
/** A message on its way out. What was refused stands there until somebody puts it away. */
export const scheduledMachine: Machine<ScheduledState, ScheduledEvent> = {
  waiting: { send: 'sent', cancel: 'cancelled', refuse: 'refused' },
  refused: { cancel: 'cancelled' },
  sent: {},
  cancelled: {},
}

/**
 * What is sent: an answer; words on how messages are used, which are counted; the way to booking; a colleague's words that a
 * clinician approved, or the clinician's own in their place; a message in a clinician's name; the first of a conversation.
 */
export const sendActs = ['answer', 'coaching', 'booking', 'approval', 'edit', 'on-behalf', 'start'] as const
export type SendAct = (typeof sendActs)[number]

/** Those with a form of their own, in which their words are again when they did not go out. */
export const formActs = ['coaching', 'booking'] as const
export type FormAct = (typeof formActs)[number]

/** Why a message did not go out when its time had come. */
export const sendRefusals = [
  'patient-wrote',
  'colleague-wrote',
  'closed',
  'patient-blocked',
  'patient-left',
  'no-access',
  'file-not-ready',
  'not-possible',
] as const
export type SendRefusal = (typeof sendRefusals)[number]

/** Times that are offered, by name. */
export const sendTimes = ['next-opening', 'tomorrow'] as const
