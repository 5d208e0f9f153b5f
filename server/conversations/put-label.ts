import type { conversations as api } from '../../shared/api/conversations.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { recordLabel } from './record-label.ts'
import { writeLabels } from './write-labels.ts'

/** Puts one of the practice's labels on a conversation: whoever may write notes about it may. Twice is once. */
export async function putLabel(
  ctx: Context,
  input: InputOf<typeof api.putLabel>,
): Promise<ResultOf<typeof api.putLabel>> {
  const { labelId } = input
  const conversation = await accessConversation(ctx, input.conversationId, 'note.write')
  const before = conversation.label_ids
  if (!before.includes(labelId)) {
    await assertOffered(ctx, labelId)
    if (before.length >= limits.conversationLabels) {
      throw conflict('limit-reached', { limit: limits.conversationLabels })
    }
    await writeLabels(ctx, conversation.id, [...before, labelId])
  }
  await recordLabel(ctx, 'label.put', conversation, labelId)
  ctx.afterCommit(() => announce(ctx, conversation))
  return { labelIds: before.includes(labelId) ? before : [...before, labelId] }
}

/** A label that is no longer offered is not put on any more, and one of another practice is none. */
export async function assertOffered(ctx: Context, labelId: string): Promise<void> {
  const label = await ctx.tx
    .selectFrom('labels')
    .select('is_offered')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', labelId)
    .executeTakeFirst()
  if (label?.is_offered !== true) {
    throw invalid({ path: 'labelId', code: 'label-not-offered' })
  }
}
