import { sql } from 'kysely'
import type { ConversationMode, ConversationStatus } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import type { DeferralReason, Priority, TaskKind, TaskStatus } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import type { Page, QueueInput } from './queue-page.ts'

export type QueueRow = Awaited<ReturnType<typeof selectQueueRows>>[number]

/** Everything a row of the queue shows, of the conversations of one page alone: every join is by a key. */
export function selectQueueRows(ctx: Context, status: QueueInput['status'], page: Page) {
  const rows = visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin(page.as('page'), 'page.conversation_id', 'conversations.id')
    .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
        .onRef('care_teams.id', '=', 'conversations.care_team_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.practice_id', '=', 'conversations.practice_id')
        .onRef('messages.id', '=', 'conversations.last_message_id'),
    )
    .leftJoin('tasks as response', (join) =>
      join
        .onRef('response.practice_id', '=', 'conversations.practice_id')
        .onRef('response.conversation_id', '=', 'conversations.id')
        .on(sql<boolean>`response.kind = 'respond' and response.status in ('requested', 'accepted')`),
    )
    .leftJoin('routings as asked', (join) =>
      join
        .onRef('asked.practice_id', '=', 'conversations.practice_id')
        .onRef('asked.message_id', '=', 'conversations.last_message_id')
        .on('asked.asks_more', '=', sql.lit(true))
        .on('asked.reply_message_id', 'is not', null),
    )
    .leftJoin('notes as follow_up', (join) =>
      join.onRef('follow_up.practice_id', '=', 'conversations.practice_id').onRef('follow_up.id', '=', 'page.note_id'),
    )
    .selectAll('conversations')
    .select([
      'practices.clerk_view',
      'topics.name_en as topic_en',
      'topics.name_fr as topic_fr',
      'care_teams.name_en as care_team_en',
      'care_teams.name_fr as care_team_fr',
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'patients.birth_date_sealed',
      'patients.language as patient_language',
      'asked.reply_message_id as asked_in_id',
      'messages.body_sealed as last_body',
      'messages.retracted_at as last_retracted_at',
      'response.status as response_status',
      'response.due_at as response_due_at',
      'response.owner_id as response_owner_id',
      'response.covering_for_id as response_covering_for_id',
      'page.attempts as task_attempts',
      'page.note_id as task_note_id',
      'follow_up.body_sealed as follow_up_sealed',
      'page.last_attempt as task_last_attempt',
      'page.deferred_until as task_deferred_until',
      'page.deferral_reason as task_deferral_reason',
      'page.deferred_by_id as task_deferred_by_id',
      'page.task_id',
      'page.task_status',
      'page.task_care_team_id',
      'page.task_version',
      'page.task_outcome',
      'page.kind as task_kind',
      'page.priority as task_priority',
      'page.owner_id as task_owner_id',
      'page.covering_for_id as task_covering_for_id',
      'page.escalated_to_id as task_escalated_to_id',
      'page.due_at as task_due_at',
      'page.created_at as task_created_at',
    ])
    .select((eb) => [
      eb
        .selectFrom('notes')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('notes.practice_id', '=', 'conversations.practice_id')
        .whereRef('notes.conversation_id', '=', 'conversations.id')
        .as('notes_count'),
      eb
        .selectFrom('presences')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('presences.practice_id', '=', 'conversations.practice_id')
        .whereRef('presences.conversation_id', '=', 'conversations.id')
        .where('presences.practitioner_id', '<>', ctx.actor.id)
        .where('presences.seen_at', '>', new Date(ctx.now.getTime() - limits.presenceMs))
        .as('present_count'),
      eb
        .selectFrom('scheduled_sends')
        .select('scheduled_sends.send_at')
        .whereRef('scheduled_sends.practice_id', '=', 'conversations.practice_id')
        .whereRef('scheduled_sends.conversation_id', '=', 'conversations.id')
        .where('scheduled_sends.state', '=', sql.lit('waiting'))
        .as('answer_at'),
    ])
    .$narrowType<{
      status: ConversationStatus
      mode: ConversationMode
      clerk_view: 'full' | 'subject'
      patient_language: 'en' | 'fr'
      task_kind: TaskKind | null
      task_status: TaskStatus | null
      task_priority: Priority | null
      task_deferral_reason: DeferralReason | null
    }>()
  switch (status) {
    case 'open':
      return rows.orderBy('page.priority', 'desc').orderBy('page.due_at').orderBy('page.task_id').execute()
    case 'answered':
      return rows.orderBy('conversations.last_message_at', 'desc').orderBy('conversations.id', 'desc').execute()
    case 'closed':
      return rows.orderBy('conversations.closed_at', 'desc').orderBy('conversations.id', 'desc').execute()
  }
}
