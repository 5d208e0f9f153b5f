import type { people as api } from '../../shared/api/people.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'

export type TopicView = ResultOf<typeof api.listTopics>['items'][number]

/** Staff see every topic; a patient sees what can be written about now: nothing in a practice that is not live. */
export async function listTopics(ctx: Context): Promise<{ items: TopicView[] }> {
  permitPeople(ctx, 'topic.list')
  const rows = await selectTopics(ctx)
    .$if(ctx.actor.kind === 'patient', (query) =>
      query.where('topics.is_open', '=', true).where('practices.is_live', '=', true),
    )
    .execute()
  return { items: rows.map((row) => viewTopic(ctx, row)) }
}

export function selectTopics(ctx: Context) {
  return ctx.tx
    .selectFrom('topics')
    .innerJoin('practices', 'practices.practice_id', 'topics.practice_id')
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'topics.practice_id')
        .onRef('care_teams.id', '=', 'topics.care_team_id'),
    )
    .selectAll('topics')
    .select(['care_teams.name_en as care_team_en', 'care_teams.name_fr as care_team_fr'])
    .where('topics.practice_id', '=', ctx.actor.practiceId)
    .orderBy('topics.position')
    .orderBy('topics.id')
    .limit(limits.topics)
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTopics>['executeTakeFirstOrThrow']>>

export function viewTopic(ctx: Context, row: Row): TopicView {
  const language = ctx.client?.language ?? 'en'
  return {
    id: row.id,
    keyword: row.keyword,
    name: { en: row.name_en, fr: row.name_fr },
    help: { en: row.help_en, fr: row.help_fr },
    urgentHelp: { en: row.urgent_help_en, fr: row.urgent_help_fr },
    careTeamId: row.care_team_id,
    careTeam: careTeamReference(language, {
      id: row.care_team_id,
      name_en: row.care_team_en,
      name_fr: row.care_team_fr,
    }),
    characters: row.characters,
    words: row.words,
    files: row.files,
    replyWithinMinutes: row.reply_within_minutes,
    remindAfterHours: row.remind_after_hours,
    remindAgainAfterHours: row.remind_again_after_hours,
    contactAfterHours: row.contact_after_hours,
    importantAfterHours: row.important_after_hours,
    reopenDays: row.reopen_days,
    isOpen: row.is_open,
    version: row.version,
  }
}
