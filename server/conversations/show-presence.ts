import { announce } from '../access/announce.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { forbidden } from '../platform/problems.ts'
import { keepPresence } from './keep-presence.ts'
import { selectPresent, viewPresent } from './load-work.ts'

/** Colleagues see who has a conversation open and who writes in it, before two of them answer. */
export async function showPresence(
  ctx: Context,
  input: InputOf<typeof api.showPresence>,
): Promise<ResultOf<typeof api.showPresence>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.read')
  const [changed, present, staff] = await Promise.all([
    input.isLeaving === true ? leave(ctx, conversation.id) : keepPresence(ctx, conversation.id, input.isWriting),
    selectPresent(ctx, conversation.id),
    practitionerNames(ctx),
  ])
  if (changed) {
    ctx.afterCommit(() => announce(ctx, conversation))
  }
  return { present: viewPresent(present, staff) }
}

async function leave(ctx: Context, conversationId: string): Promise<boolean> {
  await ctx.tx
    .deleteFrom('presences')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('practitioner_id', '=', ctx.actor.id)
    .execute()
  return true
}
