import type { checks as api } from '../../shared/api/checks.ts'
import type { CheckWarning } from '../../shared/checks.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { canChangeRoster, canReadChecks } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { type CheckTime, isWithinHours } from '../routing/check-times.ts'
import type { RosterRow } from './roster-rows.ts'

export type RosterView = ResultOf<typeof api.saveCheckRoster>
type Around = { calendar: BusinessCalendar; actingIds: ReadonlySet<string>; names: Map<string, PersonReference> }

export function viewRoster(ctx: Context, row: RosterRow, around: Around): RosterView {
  const people = { ownerId: row.owner_id, backupId: row.backup_id }
  return {
    careTeam: careTeamReference(ctx.client?.language ?? 'en', row),
    isOn: row.is_on ?? false,
    graceMinutes: row.grace_minutes ?? limits.checkGraceMinutes,
    times: row.times.map((time) => ({
      weekday: time.weekday,
      at: time.at,
      person: time.practitionerId === null ? null : (around.names.get(time.practitionerId) ?? null),
      warnings: warningsOf(time, row, around),
    })),
    canChange: canChangeRoster(ctx.actor, people),
    canReadChecks: canReadChecks(ctx.actor, people),
    version: row.version ?? 0,
  }
}

/** Someone who left, was suspended or works in the inbox no longer is not asked: then it is whoever works there. */
function warningsOf(time: CheckTime, row: RosterRow, { calendar, actingIds }: Around): CheckWarning[] {
  const { practitionerId: id } = time
  const canAct = id === null || (actingIds.has(id) && row.member_ids.includes(id))
  return [...(isWithinHours(calendar, time) ? [] : ['closed' as const]), ...(canAct ? [] : ['cannot-act' as const])]
}
