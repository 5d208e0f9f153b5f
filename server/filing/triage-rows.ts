import type { Context } from '../access/context.ts'
import { limits } from '../../shared/limits.ts'
import { ruleLabelIds, ruleNames } from '../access/rule-names.ts'
import type { FilingRow } from './load-record.ts'

/** What the rules did with the messages, how the topic changed, and the names of labels: until the record was asked for. */
export async function selectTriageRows(ctx: Context, filing: FilingRow) {
  const [routings, moves, labels] = await Promise.all([
    selectRoutings(ctx, filing),
    selectMoves(ctx, filing),
    ctx.tx
      .selectFrom('labels')
      .select(['id', 'name_en', 'name_fr'])
      .where('practice_id', '=', filing.practice_id)
      .limit(limits.labels)
      .execute(),
  ])
  return { routings, moves, labels }
}

function selectRoutings(ctx: Context, filing: FilingRow) {
  return ctx.tx
    .selectFrom('routings')
    .innerJoin('rule_sets', (join) =>
      join
        .onRef('rule_sets.practice_id', '=', 'routings.practice_id')
        .onRef('rule_sets.version', '=', 'routings.rules_version'),
    )
    .select(['routings.message_id', 'routings.at', 'routings.rules_version', 'routings.is_urgent'])
    .select(['routings.care_team_id', 'routings.practitioner_id'])
    .select([ruleNames.as('rules'), ruleLabelIds.as('label_ids')])
    .where('routings.practice_id', '=', filing.practice_id)
    .where('routings.conversation_id', '=', filing.conversation_id)
    .where('routings.at', '<=', filing.requested_at)
    .orderBy('routings.at')
    .orderBy('routings.message_id')
    .execute()
}

function selectMoves(ctx: Context, filing: FilingRow) {
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
    .where('topic_moves.practice_id', '=', filing.practice_id)
    .where('topic_moves.conversation_id', '=', filing.conversation_id)
    .where('topic_moves.at', '<=', filing.requested_at)
    .orderBy('topic_moves.at')
    .orderBy('topic_moves.id')
    .execute()
}
