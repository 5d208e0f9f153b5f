import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'

export type TrialRow = Awaited<ReturnType<typeof selectTrialRows>>[number]

/** Conversations that patients began in the days looked at, the newest first; one more than are tried tells that there are more. */
export async function selectTrialIds(ctx: Context, since: Date): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('started_by_kind', '=', 'patient')
    .where('started_at', '>', since)
    .orderBy('started_at', 'desc')
    .limit(limits.trialConversations + 1)
    .execute()
  return rows.map(({ id }) => id)
}

/** Which of these the one who tries may know of. */
export async function selectVisibleIds(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const rows = await visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .select('conversations.id')
    .where('conversations.id', 'in', [...ids])
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Each with its first message, as a rule would have met it. */
export function selectTrialRows(ctx: Context, ids: readonly string[]) {
  return ctx.tx
    .selectFrom('conversations')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.practice_id', '=', 'conversations.practice_id')
        .onRef('messages.conversation_id', '=', 'conversations.id')
        .on('messages.sequence', '=', 1),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select([
      'conversations.id',
      'conversations.patient_id',
      'conversations.topic_id',
      'conversations.subject_sealed',
      'conversations.started_at',
      'messages.id as message_id',
      'messages.body_sealed',
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'patients.birth_date_sealed',
      'patients.language',
      'patients.usual_practitioner_id',
      'topics.name_en as topic_en',
      'topics.name_fr as topic_fr',
      'topics.care_team_id as topic_care_team_id',
    ])
    .select(
      sql<boolean>`exists (select from attachments where attachments.practice_id = conversations.practice_id
        and attachments.message_id = messages.id)`.as('has_files'),
    )
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.id', 'in', [...ids])
    .$narrowType<{ language: 'en' | 'fr' }>()
    .execute()
}
