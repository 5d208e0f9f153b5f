import type { Context } from '../access/context.ts'
import { limits } from '../../shared/limits.ts'
import { ruleLabelIds, ruleNames } from '../access/rule-names.ts'
import { topicMovesOf } from '../access/topic-moves.ts'
import type { FilingRow } from './load-record.ts'

/** What the rules did with the messages, how the topic changed, and the names of labels: until the record was asked for. */
export async function selectTriageRows(ctx: Context, filing: FilingRow) {
  const [routings, moves, labels] = await Promise.all([
    selectRoutings(ctx, filing),
    topicMovesOf(ctx, filing.conversation_id)
      .where('topic_moves.at', '<=', filing.requested_at)
      .orderBy('topic_moves.at')
      .orderBy('topic_moves.id')
      .execute(),
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
