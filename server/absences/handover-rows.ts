import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'

export type OwnAbsence = { id: string; starts_at: Date; ends_at: Date; handover_read_at: Date | null }

/** The reader's own absences that are over, newest first. */
export function selectOwnAbsences(ctx: Context) {
  return ctx.tx
    .selectFrom('absences')
    .select(['id', 'starts_at', 'ends_at', 'handover_read_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', ctx.actor.id)
    .where('cancelled_at', 'is', null)
    .where('ends_at', '<=', ctx.now)
    .where('ends_at', '>', new Date(ctx.now.getTime() - limits.handoverDays * 86_400_000))
    .orderBy('ends_at', 'desc')
    .limit(limits.pageRows)
}

/** The conversations in which others acted for the reader during an absence, each as it stands now. */
export function selectHandover(ctx: Context, absence: OwnAbsence) {
  const { practiceId, id } = ctx.actor
  const covered = sql<{
    conversation_id: string
    came_at: Date
    has_new: boolean
    has_reply: boolean
    last_task_id: string
  }>`(
    select t.conversation_id, min(t.created_at) as came_at, bool_or(t.created_at >= ${absence.starts_at}) as has_new,
      bool_or(t.outcome = 'replied') as has_reply, (array_agg(t.id order by t.created_at desc, t.id desc))[1] as last_task_id
    from tasks t
    where t.practice_id = ${practiceId} and t.id in (select e.task_id from task_events e
      where e.practice_id = ${practiceId} and e.act = 'cover' and e.from_id = ${id}
        and e.at >= ${absence.starts_at} and e.at < ${absence.ends_at})
    group by t.conversation_id)`
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin(covered.as('covered'), 'covered.conversation_id', 'conversations.id')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.practice_id', '=', 'conversations.practice_id').onRef('tasks.id', '=', 'covered.last_task_id'),
    )
}

const isOpen = sql<boolean>`tasks.status in ('requested', 'accepted')`

export async function countHandover(ctx: Context, absence: OwnAbsence) {
  return selectHandover(ctx, absence)
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(*) filter (where covered.has_new)`.as('came'),
      sql<number>`count(*) filter (where covered.has_reply and not ${isOpen})`.as('answered'),
      sql<number>`count(*) filter (where ${isOpen})`.as('open'),
      sql<number>`count(*) filter (where ${isOpen} and tasks.priority = 'urgent')`.as('urgent'),
    ])
    .executeTakeFirstOrThrow()
}

/** What is open first, urgent before the rest and due first; then what is done, newest first. */
export function selectHandoverItems(ctx: Context, absence: OwnAbsence) {
  return selectHandover(ctx, absence)
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.subject_sealed'])
    .select(['topics.name_en', 'topics.name_fr'])
    .select([
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'patients.birth_date_sealed',
    ])
    .select(['covered.came_at', 'covered.has_new', 'covered.has_reply'])
    .select(['tasks.owner_id', 'tasks.ended_by_id', 'tasks.priority', 'tasks.due_at', isOpen.as('is_open')])
    .orderBy(isOpen, 'desc')
    .orderBy(sql`${isOpen} and tasks.priority = 'urgent'`, 'desc')
    .orderBy(sql`case when ${isOpen} then tasks.due_at end`)
    .orderBy('tasks.ended_at', 'desc')
    .orderBy('conversations.id')
    .limit(limits.handoverRows)
    .execute()
}
