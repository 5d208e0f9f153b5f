import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation, visibleConversations } from '../access/conversations.ts'
import { literals } from '../platform/db.ts'

/** What could be put into this conversation. The act looks again, and says why one cannot. */
export async function listMergeable(
  ctx: Context,
  input: InputOf<typeof api.listMergeable>,
): Promise<ResultOf<typeof api.listMergeable>> {
  const head = await accessConversation(ctx, input.conversationId, 'conversation.merge')
  const [rows] = await Promise.all([
    visibleConversations(ctx.tx, ctx.actor, ctx.now)
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .leftJoin('tasks', (join) =>
        join
          .onRef('tasks.practice_id', '=', 'conversations.practice_id')
          .onRef('tasks.conversation_id', '=', 'conversations.id')
          .on('tasks.kind', '=', 'respond')
          .on('tasks.status', 'in', literals('requested', 'accepted')),
      )
      .selectAll('conversations')
      .select(['topics.name_en', 'topics.name_fr', 'tasks.due_at'])
      .where('conversations.patient_id', '=', head.patient_id)
      .where('conversations.id', '<>', head.id)
      .where('conversations.care_team_id', '=', head.care_team_id)
      .where('conversations.status', '=', 'open')
      .where('conversations.mode', '=', 'two-way')
      .where('conversations.merged_into_id', 'is', null)
      .orderBy('conversations.last_message_at', 'desc')
      .limit(limits.mergeableListed)
      .execute(),
    recordAudit(ctx, 'conversation.list', {
      object: { type: 'conversation', id: head.id },
      patients: [head.patient_id],
      info: ['list', 'subject'],
    }),
  ])
  return {
    items: rows.map((row) => ({
      id: row.id,
      topic: { en: row.name_en, fr: row.name_fr },
      subject: ctx.keys.open(
        'conversations.subject_sealed',
        { id: row.id, version: 1, patientId: row.patient_id },
        row.subject_sealed,
      ),
      startedAt: row.started_at,
      lastMessageAt: row.last_message_at,
      dueAt: row.due_at,
      version: row.version,
    })),
  }
}
