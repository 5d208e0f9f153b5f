import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { topicMovesOf } from '../access/topic-moves.ts'

/** How a conversation came to another topic, the newest first. */
export function selectTopicMoves(ctx: Context, conversationId: string) {
  return topicMovesOf(ctx, conversationId)
    .orderBy('topic_moves.at', 'desc')
    .orderBy('topic_moves.id', 'desc')
    .limit(limits.topicMovesShown)
    .execute()
}
