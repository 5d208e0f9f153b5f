// What the worker does on a practice's behalf, written a second time: it sees all, and says nothing in a person's name.
import type { ConversationAct, TaskAct } from './oracle.ts'
import type { Duty } from './duties.ts'

export const workerDuties: readonly Duty[] = [
  'read the practice',
  'read topics',
  'read inboxes',
  'read colleagues',
  'read patients',
  'read who is away',
  'read the queue',
]
export const workerOnConversations: readonly ConversationAct[] = ['read', 'send', 'close', 'reopen', 'file', 'assign']
/** Of one that was put into another: what is done there is not done here. */
export const workerOnParts: readonly ConversationAct[] = ['read', 'file']
export const workerOnTasks: readonly TaskAct[] = ['list', 'accept', 'release', 'assign', 'complete']
