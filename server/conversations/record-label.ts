import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'

/** The entry is about the conversation, and names the label by its id among the kinds of information: `label.` and the id. */
export function recordLabel(
  ctx: Context,
  act: 'label.put' | 'label.take',
  conversation: { id: string; patient_id: string },
  labelId: string,
): Promise<void> {
  return recordAudit(ctx, act, {
    object: { type: 'conversation', id: conversation.id },
    patients: [conversation.patient_id],
    info: [`label.${labelId}`],
  })
}
