import type { Machine } from './machine.ts'

/** FHIR R4 Communication.status: open = in-progress, closed = completed. */
export const conversationStatuses = ['open', 'closed'] as const
export type ConversationStatus = (typeof conversationStatuses)[number]
export type ConversationEvent = 'close' | 'reopen'
export const conversationMachine: Machine<ConversationStatus, ConversationEvent> = {
  open: { close: 'closed' },
  closed: { reopen: 'open' },
}

/** Who may write after the first message: both sides; the clinic alone; both until `replyUntil`. */
export const conversationModes = ['two-way', 'one-way', 'reply-until'] as const
export type ConversationMode = (typeof conversationModes)[number]

/** How a conversation ended, as the clinic counts it. */
export const outcomes = [
  'answered',
  'visit-booked',
  'visit-avoided',
  'redirected',
  'sent-to-emergency',
  'no-action-needed',
] as const
export type Outcome = (typeof outcomes)[number]

/**
 * Why one of several conversations was left as it was. `to-do`: somebody still has to do something there, and nobody said that
 * it ends. `ended`: what was to be given away is done. `merged`: it is read and answered in another conversation.
 */
export const bulkRefusals = [
  'not-found',
  'forbidden',
  'already-so',
  'changed-meanwhile',
  'answer-waiting',
  'to-do',
  'limit-reached',
  'too-old-to-reopen',
  'ended',
  'merged',
] as const
export type BulkRefusal = (typeof bulkRefusals)[number]

/** Where the patient's message stands, in place of read receipts; derived from the open response Task. */
export const stages = ['received', 'with-person', 'answered', 'closed'] as const
export type Stage = (typeof stages)[number]

/** Of two conversations that were put together: the other is read in this one, or this one in the other. */
export const mergeWays = ['from', 'into'] as const
export type MergeWay = (typeof mergeWays)[number]

/** Of a conversation whose messages are answered in two: they were written in the other one, or go on there. */
export const splitWays = ['from', 'into'] as const
export type SplitWay = (typeof splitWays)[number]

export const messageKinds = ['message', 'auto-reply', 'rule-reply'] as const
export type MessageKind = (typeof messageKinds)[number]
