import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { chooseStandIn } from '../routing/choose-responder.ts'
import { announceChecks } from './announce-checks.ts'
import { selectLastChecks } from './check-rows.ts'
import { chooseAlarm } from './choose-alarm.ts'
import { toRoster } from './inbox-check-view.ts'
import { lookAgainAt } from './look-again-at.ts'
import { type RosterRow, selectRosters } from './roster-rows.ts'
import { type CheckRow, newlyDue, standOf } from './stand-of.ts'

/**
 * A check whose time has come gets its row; one that is missed is told to the inbox's backup, then to its owner, or to whoever
 * stands in for them. Twice is once: the roster says when it is looked at next, and the row whom it was told.
 */
export function lookAtChecks(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listDue, act: look })
}

async function listDue(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('check_rosters')
    .select('care_team_id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('look_at', '<=', ctx.now)
    .$if(after !== null, (query) => query.where('care_team_id', '>', after ?? ''))
    .orderBy('care_team_id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.care_team_id)
}

async function look(ctx: Context, careTeamId: string): Promise<void> {
  const locked = await ctx.tx
    .selectFrom('check_rosters')
    .select('care_team_id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('care_team_id', '=', careTeamId)
    .where('look_at', '<=', ctx.now)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (locked === undefined) {
    return
  }
  const [row, calendar, last] = await Promise.all([
    selectRosters(ctx).where('care_teams.id', '=', careTeamId).executeTakeFirstOrThrow(),
    loadCalendar(ctx),
    selectLastChecks(ctx, [careTeamId]),
  ])
  const roster = toRoster(row)
  if (roster === null) {
    return
  }
  const begun = newlyDue(roster, calendar, ctx.now)
  await keep(ctx, careTeamId, begun)
  const stand = standOf(roster, last.get(careTeamId) ?? [], calendar, ctx.now)
  const alarm = stand.due === null ? null : await sound(ctx, row, stand.due, roster.graceMinutes)
  await ctx.tx
    .updateTable('check_rosters')
    .set({ looked_at: ctx.now, look_at: lookAgainAt(calendar, roster.times, alarm?.nextAt ?? null, ctx.now) })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('care_team_id', '=', careTeamId)
    .execute()
  if (begun.length > 0 || (alarm !== null && alarm.tell.length > 0)) {
    announceChecks(ctx, careTeamId, row.member_ids, stand.toldIds, alarm?.tell ?? [])
  }
}

/** One that was looked after before its time has its row already. */
async function keep(ctx: Context, careTeamId: string, begun: CheckRow[]): Promise<void> {
  if (begun.length === 0) {
    return
  }
  await ctx.tx
    .insertInto('checks')
    .values(
      begun.map(({ dueAt, lateAt, askedId }) => ({
        practice_id: ctx.actor.practiceId,
        care_team_id: careTeamId,
        due_at: dueAt,
        late_at: lateAt,
        asked_id: askedId,
      })),
    )
    .onConflict((conflict) => conflict.columns(['practice_id', 'care_team_id', 'due_at']).doNothing())
    .execute()
}

async function sound(ctx: Context, row: RosterRow, due: CheckRow, graceMinutes: number) {
  const cover = await loadCover(ctx)
  const alarm = chooseAlarm({
    lateAt: due.lateAt,
    graceMinutes,
    level: due.level,
    backupId: chooseStandIn(cover, row.backup_id, ctx.now).id,
    ownerId: chooseStandIn(cover, row.owner_id, ctx.now).id,
    now: ctx.now,
  })
  if (alarm.level === due.level) {
    return alarm
  }
  await Promise.all([
    ctx.tx
      .updateTable('checks')
      .set({
        alarm_level: alarm.level,
        alarmed_ids: sql<string[]>`array(select distinct unnest(alarmed_ids || ${alarm.tell}::uuid[]))`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('care_team_id', '=', row.id)
      .where('due_at', '=', due.dueAt)
      .execute(),
    recordAudit(ctx, 'inbox.miss-check', { object: { type: 'care-team', id: row.id } }),
  ])
  return alarm
}
