import type { Context } from './context.ts'

/** How a conversation came to another topic, by the names that the topics have now: for its history, and for its record. */
export function topicMovesOf(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('topic_moves')
    .innerJoin('topics as from_topic', (join) =>
      join
        .onRef('from_topic.practice_id', '=', 'topic_moves.practice_id')
        .onRef('from_topic.id', '=', 'topic_moves.from_topic_id'),
    )
    .innerJoin('topics as to_topic', (join) =>
      join
        .onRef('to_topic.practice_id', '=', 'topic_moves.practice_id')
        .onRef('to_topic.id', '=', 'topic_moves.to_topic_id'),
    )
    .select(['topic_moves.id', 'topic_moves.at', 'topic_moves.moved_by_id'])
    .select(['from_topic.name_en as from_en', 'from_topic.name_fr as from_fr'])
    .select(['to_topic.name_en as to_en', 'to_topic.name_fr as to_fr'])
    .where('topic_moves.practice_id', '=', ctx.actor.practiceId)
    .where('topic_moves.conversation_id', '=', conversationId)
}
