import type { checks as api } from '../../shared/api/checks.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { type Cover, loadCover } from '../absences/load-cover.ts'
import { managesPractice } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { type Calendar, loadCalendar } from '../conversations/load-calendar.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { selectLastChecks } from './check-rows.ts'
import { type RosterRow, selectRosters } from './roster-rows.ts'
import { type CheckRow, type Roster, type Stand, standOf } from './stand-of.ts'

export type InboxCheckView = ResultOf<typeof api.listInboxChecks>['items'][number]
/** How the checks of one inbox stand, with what it takes to say so to people. */
export type Standing = { row: RosterRow; roster: Roster; stand: Stand }
export type Facts = { calendar: Calendar; cover: Cover; names: Map<string, PersonReference> }

/** Inboxes whose roster is on; the one that is asked for, or all. */
export async function loadStandings(
  ctx: Context,
  careTeamId?: string,
): Promise<{ standings: Standing[]; facts: Facts }> {
  const [rows, calendar, cover, names] = await Promise.all([
    selectRosters(ctx)
      .where('check_rosters.is_on', '=', true)
      .$if(careTeamId !== undefined, (query) => query.where('care_teams.id', '=', careTeamId ?? ''))
      .execute(),
    loadCalendar(ctx),
    loadCover(ctx),
    practitionerNames(ctx),
  ])
  const last =
    rows.length === 0
      ? new Map<string, CheckRow[]>()
      : await selectLastChecks(
          ctx,
          rows.map(({ id }) => id),
        )
  const standings = rows.flatMap((row) => {
    const roster = toRoster(row)
    return roster === null ? [] : [{ row, roster, stand: standOf(roster, last.get(row.id) ?? [], calendar, ctx.now) }]
  })
  return { standings, facts: { calendar, cover, names } }
}

export function toRoster({ grace_minutes, times, on_since, looked_at }: RosterRow): Roster | null {
  return grace_minutes === null || on_since === null || looked_at === null
    ? null
    : { graceMinutes: grace_minutes, times, onSince: on_since, lookedAt: looked_at }
}

export function viewInboxCheck(ctx: Context, { row, roster, stand }: Standing, facts: Facts): InboxCheckView {
  const { last, due, next, toldIds } = stand
  const named = (id: string | null) => (id === null ? null : (facts.names.get(id) ?? null))
  const isMissed = due !== null && ctx.now >= due.lateAt
  const ownerAt = due === null ? ctx.now : new Date(due.lateAt.getTime() + roster.graceMinutes * 60_000)
  const isToldToNobody = isMissed && toldIds.length === 0 && ctx.now >= ownerAt
  const isTold = ctx.actor.id !== null && toldIds.includes(ctx.actor.id)
  return {
    careTeam: careTeamReference(ctx.client?.language ?? 'en', row),
    last: last?.doneAt ? { dueAt: last.dueAt, doneAt: last.doneAt, by: named(last.doneById) } : null,
    due:
      due === null
        ? null
        : { dueAt: due.dueAt, person: named(doer(due.askedId, row, facts, ctx.now)), lateAt: due.lateAt, isMissed },
    next: next && { dueAt: next.dueAt, person: named(doer(next.askedId, row, facts, next.dueAt)) },
    told: toldIds.flatMap((id) => named(id) ?? []),
    isAlarm: isTold || (isToldToNobody && managesPractice(ctx.actor)),
    isMember: ctx.actor.id !== null && row.member_ids.includes(ctx.actor.id),
    canBeDone: stand.settles.length > 0,
  }
}

/**
 * Who does a check: who is named, or stands in for them, or has the inbox's turn that day. Whoever does not work in the inbox
 * could not look it through: then it is whoever does.
 */
function doer(askedId: string | null, row: RosterRow, { cover }: Facts, at: Date): string | null {
  const { ownerId } = chooseResponder(cover, { personId: askedId, careTeamId: row.id }, at)
  return ownerId !== null && row.member_ids.includes(ownerId) ? ownerId : null
}
