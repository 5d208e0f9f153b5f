import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'

/**
 * A patient who has not read what the clinic wrote, within the topic's time, is reminded, and where the topic has a second
 * reminder, once more. Twice is once: the row says what was done; reading takes that back. The notice itself leaves with the
 * sweep of notifications.
 */
export function remindUnread(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listUnread, act: remind })
}

/** The next step is due, and it is a reminder. */
const isDue = (now: Date) =>
  sql<boolean>`conversations.patient_unread_since is not null and conversations.escalated_unread_at is null
    and conversations.unreachable_at is null
    and (conversations.reminded_at is null
      or conversations.reminded_again_at is null and topics.remind_again_after_hours is not null)
    and priv.unread_step_at(conversations, topics) <= ${now}`

function unread(ctx: Context) {
  return ctx.tx
    .selectFrom('conversations')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.care_team_id', 'conversations.reminded_at'])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where(isDue(ctx.now))
}

async function listUnread(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await unread(ctx)
    .$if(after !== null, (query) => query.where('conversations.id', '>', after ?? ''))
    .orderBy('conversations.id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.id)
}

async function remind(ctx: Context, id: string): Promise<void> {
  const conversation = await unread(ctx)
    .where('conversations.id', '=', id)
    .forNoKeyUpdate('conversations')
    .skipLocked()
    .executeTakeFirst()
  if (conversation === undefined) {
    return
  }
  await Promise.all([
    ctx.tx
      .updateTable('conversations')
      .set({
        ...(conversation.reminded_at === null ? { reminded_at: ctx.now } : { reminded_again_at: ctx.now }),
        notify_due_at: ctx.now,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', id)
      .execute(),
    recordAudit(ctx, 'conversation.remind-unread', {
      object: { type: 'conversation', id },
      patients: [conversation.patient_id],
    }),
  ])
  ctx.afterCommit(() => announce(ctx, conversation))
}
