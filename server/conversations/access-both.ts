import type { Context } from '../access/context.ts'
import { accessConversation, type ConversationRow, type Permitted } from '../access/conversations.ts'
import { invalid, notFound } from '../platform/problems.ts'

type Mergeable = Permitted<NonNullable<ConversationRow>, 'conversation.merge'>

/**
 * Both doors. What belongs together is locked as whoever closes or moves it does, the head first; what does not, in the order
 * of the ids, so that two who put the same two together wait for each other. Of another patient is as if it was not there.
 */
export async function accessBoth(
  ctx: Context,
  headId: string,
  otherId: string,
): Promise<{ head: Mergeable; part: Mergeable }> {
  if (headId === otherId) {
    throw invalid({ path: 'otherId', code: 'same-conversation' })
  }
  const isHeadFirst = headId < otherId || (await isPartOf(ctx, otherId, headId))
  const first = await accessConversation(ctx, isHeadFirst ? headId : otherId, 'conversation.merge')
  const second = await accessConversation(ctx, isHeadFirst ? otherId : headId, 'conversation.merge')
  if (first.patient_id !== second.patient_id) {
    throw notFound()
  }
  return first.id === headId ? { head: first, part: second } : { head: second, part: first }
}

/** Only the order of the locks depends on it: the doors decide. */
async function isPartOf(ctx: Context, id: string, headId: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('conversations')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .where('merged_into_id', '=', headId)
    .executeTakeFirst()
  return row !== undefined
}
