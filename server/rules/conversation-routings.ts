import type { conversations as api } from '../../shared/api/conversations.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { ReplyProblem } from '../../shared/rules.ts'
import type { Context } from '../access/context.ts'
import { canReadTemplates } from '../access/templates.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'
import { openIfWhole } from '../templates/template-content.ts'
import { ruleNames } from '../access/rule-names.ts'

type Routings = NonNullable<ResultOf<typeof api.readConversation>['work']>['routings']

/** What the rules did with the messages of a conversation, the newest first, by the names that the rules had in that version. */
export function selectRoutings(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('routings')
    .innerJoin('rule_sets', (join) =>
      join
        .onRef('rule_sets.practice_id', '=', 'routings.practice_id')
        .onRef('rule_sets.version', '=', 'routings.rules_version'),
    )
    .leftJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'routings.practice_id')
        .onRef('care_teams.id', '=', 'routings.care_team_id'),
    )
    .leftJoin('templates', (join) =>
      join
        .onRef('templates.practice_id', '=', 'routings.practice_id')
        .onRef('templates.id', '=', 'routings.reply_template_id'),
    )
    .select(['templates.id as template_id', 'templates.version as template_version', 'templates.content_sealed'])
    .select(['routings.reply_problem', 'routings.asks_more'])
    .select(['routings.at', 'routings.rules_version', 'routings.practitioner_id', 'routings.is_urgent'])
    .select(['care_teams.id as care_team_id', 'care_teams.name_en', 'care_teams.name_fr'])
    .select(ruleNames.as('names'))
    .where('routings.practice_id', '=', ctx.actor.practiceId)
    .where('routings.conversation_id', '=', conversationId)
    .orderBy('routings.at', 'desc')
    .limit(limits.routingsShown)
    .$narrowType<{ reply_problem: ReplyProblem | null }>()
    .execute()
}

export function viewRoutings(
  ctx: Context,
  rows: Awaited<ReturnType<typeof selectRoutings>>,
  staff: Map<string, PersonReference>,
): Routings {
  return rows.map((row) => ({
    at: row.at,
    version: row.rules_version,
    rules: row.names,
    careTeam:
      row.care_team_id === null || row.name_en === null || row.name_fr === null
        ? null
        : careTeamReference(ctx.client?.language ?? 'en', {
            id: row.care_team_id,
            name_en: row.name_en,
            name_fr: row.name_fr,
          }),
    practitioner: row.practitioner_id === null ? null : (staff.get(row.practitioner_id) ?? null),
    isUrgent: row.is_urgent,
    reply: viewReply(ctx, row),
  }))
}

type Row = Awaited<ReturnType<typeof selectRoutings>>[number]

/** By the name that the template has now. */
function viewReply(ctx: Context, row: Row): Routings[number]['reply'] {
  const { template_id: id, template_version: version, content_sealed } = row
  return id === null || version === null || content_sealed === null
    ? null
    : {
        template: canReadTemplates(ctx.actor)
          ? (openIfWhole(ctx, { id, version, content_sealed })?.name ?? null)
          : null,
        asksForMore: row.asks_more,
        problem: row.reply_problem,
      }
}
