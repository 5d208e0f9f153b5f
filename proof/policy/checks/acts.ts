// What may be done, in the words of the policy and in those of the product.
import type { AttachmentAction } from '../../../server/access/attachments.ts'
import type { ConversationAction } from '../../../server/access/conversations.ts'
import type { TaskAction } from '../../../server/access/tasks.ts'
import type { DoneFacts } from '../facts.ts'
import type { ConversationAct, FileAct, TaskAct } from '../oracle.ts'
import type { Product } from '../product.ts'
import type { DocumentAct, TemplateAct } from '../template-oracle.ts'

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
export const templateActs: [TemplateAct, 'template.read' | 'template.write'][] = [
  ['read', 'template.read'],
  ['write', 'template.write'],
]
export const documentActs: [DocumentAct, 'template-document.read' | 'template-document.remove'][] = [
  ['read', 'template-document.read'],
  ['remove', 'template-document.remove'],
]

type Done = Parameters<Product['conversations']['accessAgain']>[3]

/** What is asked for again, as the routes name it. */
export function doneAs({ kind, id }: Pick<DoneFacts, 'kind' | 'id'>): Done {
  switch (kind) {
    case 'message':
      return { messageId: id }
    case 'scheduled-send':
      return { scheduledId: id }
    case 'consult':
      return { consultId: id }
    case 'assignment':
      return { assignmentId: id }
  }
}
