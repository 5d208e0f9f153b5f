// What may be done, in the words of the policy and in those of the product.
import type { AttachmentAction } from '../../../server/access/attachments.ts'
import type { ConversationAction } from '../../../server/access/conversations.ts'
import type { TaskAction } from '../../../server/access/tasks.ts'
import type { ConversationAct, FileAct, TaskAct } from '../oracle.ts'

export const conversationActs: [ConversationAct, ConversationAction][] = [
  ['read', 'conversation.read'],
  ['send', 'message.send'],
  ['retract', 'message.retract'],
  ['close', 'conversation.close'],
  ['reopen', 'conversation.reopen'],
  ['file', 'conversation.file'],
  ['note', 'note.write'],
  ['assign', 'task.assign'],
  ['merge', 'conversation.merge'],
]
export const taskActs: [TaskAct, TaskAction][] = [
  ['list', 'task.list'],
  ['accept', 'task.accept'],
  ['release', 'task.release'],
  ['assign', 'task.assign'],
  ['complete', 'task.complete'],
]
export const fileActs: [FileAct, AttachmentAction][] = [
  ['read', 'attachment.read'],
  ['download', 'attachment.download'],
  ['remove', 'attachment.remove'],
]
