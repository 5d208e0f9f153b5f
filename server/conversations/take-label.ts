import type { conversations as api } from '../../shared/api/conversations.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { announce } from '../access/announce.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { recordLabel } from './record-label.ts'
import { writeLabels } from './write-labels.ts'

/** Takes a label off a conversation, also one that is no longer offered. Twice is once. */
export async function takeLabel(
  ctx: Context,
  input: InputOf<typeof api.takeLabel>,
): Promise<ResultOf<typeof api.takeLabel>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'note.write')
  const labelIds = conversation.label_ids.filter((id) => id !== input.labelId)
  if (labelIds.length < conversation.label_ids.length) {
    await writeLabels(ctx, conversation.id, labelIds)
  }
  await recordLabel(ctx, 'label.take', conversation, input.labelId)
  ctx.afterCommit(() => announce(ctx, conversation))
  return { labelIds }
}
