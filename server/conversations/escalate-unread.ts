import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { addBusinessMinutes } from '../routing/business-hours.ts'
import { openTask } from '../tasks/open-task.ts'
import { loadCalendar } from './load-calendar.ts'
import { literals } from '../platform/db.ts'

/**
 * A patient who was reminded and has still not read, after the topic's time, or at once where no notice can reach them, is to be
 * reached another way: a task in the conversation's inbox. Twice is once: the row says that it was done, and one such task is open at a time.
 */
export function escalateUnread(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listReminded, act: escalate })
}

const isDue = (now: Date) =>
  sql<boolean>`conversations.patient_unread_since is not null and conversations.escalated_unread_at is null
    and (conversations.unreachable_at is not null or conversations.reminded_at is not null
      and (conversations.reminded_again_at is not null or topics.remind_again_after_hours is null))
    and priv.unread_step_at(conversations, topics) <= ${now}`

function reminded(ctx: Context) {
  return ctx.tx
    .selectFrom('conversations')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.care_team_id'])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where(isDue(ctx.now))
}

async function listReminded(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await reminded(ctx)
    .$if(after !== null, (query) => query.where('conversations.id', '>', after ?? ''))
    .orderBy('conversations.id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.id)
}

async function escalate(ctx: Context, id: string): Promise<void> {
  const [conversation, open, calendar] = await Promise.all([
    reminded(ctx).where('conversations.id', '=', id).forNoKeyUpdate('conversations').skipLocked().executeTakeFirst(),
    findContactTask(ctx, id),
    loadCalendar(ctx),
  ])
  if (conversation === undefined) {
    return
  }
  const dueAt = addBusinessMinutes(calendar, ctx.now, limits.contactPatientMinutes)
  const [taskId] = await Promise.all([
    open?.id ?? openTask(ctx, conversation, { kind: 'contact-patient', dueAt }),
    ctx.tx
      .updateTable('conversations')
      .set({ escalated_unread_at: ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', id)
      .execute(),
  ])
  await recordAudit(ctx, 'conversation.escalate-unread', {
    object: { type: 'task', id: taskId },
    patients: [conversation.patient_id],
  })
  ctx.afterCommit(() => announce(ctx, conversation))
}

/** Read after the conversation's lock: nobody else opens one while this transaction holds it. */
function findContactTask(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('tasks')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('kind', '=', 'contact-patient')
    .where('status', 'in', literals('requested', 'accepted'))
    .executeTakeFirst()
}
