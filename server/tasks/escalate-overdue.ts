import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { addBusinessMinutes, type BusinessCalendar } from '../routing/business-hours.ts'
import { chooseStandIn } from '../routing/choose-responder.ts'
import { announceTask } from './announce-task.ts'
import { chooseEscalation } from './choose-escalation.ts'
import { recordTaskEvent } from './record-task-event.ts'
import { lookAgainAt } from './open-task.ts'
import { literals } from '../platform/db.ts'

/**
 * A task that is late is shown to the inbox's owner, after some more hours of opening to the backup, or to whoever stands in
 * for them, and after more to the administrators. Twice is once: the row says when somebody is to be told next, and moves on in the act itself.
 */
export function escalateOverdue(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listOverdue, act: escalate })
}

async function listOverdue(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('tasks')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(sql<boolean>`tasks.status in ('requested', 'accepted')`)
    .where('escalate_at', '<=', ctx.now)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.id)
}

async function escalate(ctx: Context, id: string): Promise<void> {
  const [task, calendar, cover] = await Promise.all([lockOverdue(ctx, id), loadCalendar(ctx), loadCover(ctx)])
  if (task === undefined) {
    return
  }
  const owner = chooseStandIn(cover, task.inbox_owner_id, ctx.now)
  const backup = chooseStandIn(cover, task.inbox_backup_id, ctx.now)
  const to = chooseEscalation({ level: task.escalation_level, ownerId: owner.id, backupId: backup.id })
  const changesAt = owner.until < backup.until ? owner.until : backup.until
  if (task.escalation_level === to.level && to.id === null) {
    await tryAgain(ctx, task, changesAt)
    return
  }
  const escalatedToId = to.id ?? task.escalated_to_id
  await Promise.all([
    ctx.tx
      .updateTable('tasks')
      .set({
        escalation_level: to.level,
        escalated_to_id: escalatedToId,
        escalated_at: ctx.now,
        escalate_at: nextStepAt(ctx, calendar, { level: to.level, isTold: escalatedToId !== null, changesAt }),
        version: task.version + 1,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', task.id)
      .execute(),
    recordTaskEvent(ctx, {
      taskId: task.id,
      conversationId: task.conversation_id,
      act: 'escalate',
      fromId: task.escalated_to_id,
      // The administrators are told together: none of them by name.
      toId: to.id,
    }),
    recordAudit(ctx, 'task.escalate', {
      object: { type: 'task', id: task.id, version: task.version + 1 },
      patients: [task.patient_id],
    }),
  ])
  announceTask(ctx, task, { ...task, escalated_to_id: escalatedToId })
}

/** After the last step there is none, but for somebody of the inbox when none was there. */
function nextStepAt(
  ctx: Context,
  calendar: BusinessCalendar,
  { level, isTold, changesAt }: { level: 1 | 2 | 3; isTold: boolean; changesAt: Date },
): Date | null {
  switch (level) {
    case 1:
      return addBusinessMinutes(calendar, ctx.now, limits.escalateFurtherMinutes)
    case 2:
      return addBusinessMinutes(calendar, ctx.now, limits.escalateToAdministratorsMinutes)
    case 3:
      return isTold ? null : lookAgainAt(ctx.now, changesAt)
    default:
      return level satisfies never
  }
}

/** Nobody of the inbox is there to be told: not now, but somebody will be. */
function tryAgain(ctx: Context, task: { id: string }, until: Date): Promise<unknown> {
  return ctx.tx
    .updateTable('tasks')
    .set({ escalate_at: lookAgainAt(ctx.now, until) })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', task.id)
    .execute()
}

function lockOverdue(ctx: Context, id: string) {
  return (
    ctx.tx
      .selectFrom('tasks')
      .innerJoin('care_teams', (join) =>
        join
          .onRef('care_teams.practice_id', '=', 'tasks.practice_id')
          .onRef('care_teams.id', '=', 'tasks.care_team_id'),
      )
      .innerJoin('conversations', (join) =>
        join
          .onRef('conversations.practice_id', '=', 'tasks.practice_id')
          .onRef('conversations.id', '=', 'tasks.conversation_id'),
      )
      .selectAll('tasks')
      .select(['care_teams.owner_id as inbox_owner_id', 'care_teams.backup_id as inbox_backup_id'])
      .where('tasks.practice_id', '=', ctx.actor.practiceId)
      .where('tasks.id', '=', id)
      .where('tasks.status', 'in', literals('requested', 'accepted'))
      .where('tasks.escalate_at', '<=', ctx.now)
      // Also the conversation: the line in the history refers to it. Whatever somebody else has in hand is left for the next run.
      .forNoKeyUpdate(['conversations', 'tasks'])
      .skipLocked()
      .executeTakeFirst()
  )
}
