import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'

/**
 * A patient who has not read what the clinic wrote, within the topic's time, is reminded once. Twice is once: the row
 * says that it was done; reading takes that back. The notice itself leaves with the sweep of notifications.
 */
export function remindUnread(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listUnread, act: remind })
}

/** Waiting since the clinic wrote, by the topic's hours, and not reminded yet. */
const isDue = (now: Date) =>
  sql<boolean>`conversations.patient_unread_since is not null and conversations.reminded_at is null
    and conversations.patient_unread_since <= ${now}::timestamptz - make_interval(hours => topics.remind_after_hours)`

function unread(ctx: Context) {
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
      .set({ reminded_at: ctx.now, notify_due_at: ctx.now })
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
