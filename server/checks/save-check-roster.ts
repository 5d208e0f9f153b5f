import type { checks as api } from '../../shared/api/checks.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import { canChangeRoster, permitChecks } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { isFresh } from '../people/stale-form.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { announceChecks } from './announce-checks.ts'
import { lookAgainAt } from './look-again-at.ts'
import { type RosterRow, selectRosters } from './roster-rows.ts'
import { readRoster, type TypedRoster } from './typed-roster.ts'
import { type RosterView, viewRoster } from './view-roster.ts'

type Input = InputOf<typeof api.saveCheckRoster>

/** Says at which times an inbox is checked, from now on. What was missed and not made good stays so while the roster is on. */
export async function saveCheckRoster(ctx: Context, input: Input): Promise<RosterView> {
  permitChecks(ctx)
  const { careTeamId } = input
  const one = () => selectRosters(ctx).where('care_teams.id', '=', careTeamId)
  const [, before, calendar, { actingIds }, names] = await Promise.all([
    lockPractice(ctx),
    one().executeTakeFirst(),
    loadCalendar(ctx),
    loadCover(ctx),
    practitionerNames(ctx),
  ])
  if (before === undefined) {
    throw notFound()
  }
  if (!canChangeRoster(ctx.actor, { ownerId: before.owner_id, backupId: before.backup_id })) {
    throw forbidden()
  }
  const roster = readRoster(input, { calendar, memberIds: before.member_ids, actingIds })
  const current = { ...fieldsOf(before), version: before.version ?? 0 }
  if (isFresh<TypedRoster>(current, { ...roster, version: input.version })) {
    await write(ctx, before, roster, calendar)
    announceChecks(ctx, careTeamId, before.member_ids)
  }
  const after = await one().executeTakeFirstOrThrow()
  await recordAudit(ctx, 'check-roster.save', {
    object: { type: 'care-team', id: careTeamId, ...(after.version !== null && { version: after.version }) },
  })
  return viewRoster(ctx, after, { calendar, actingIds, names })
}

function fieldsOf(row: RosterRow): TypedRoster {
  return { isOn: row.is_on ?? false, graceMinutes: row.grace_minutes ?? 0, times: row.times }
}

async function write(ctx: Context, before: RosterRow, roster: TypedRoster, calendar: BusinessCalendar): Promise<void> {
  const { practiceId } = ctx.actor
  const values = {
    is_on: roster.isOn,
    grace_minutes: roster.graceMinutes,
    on_since: roster.isOn && before.is_on === true ? (before.on_since ?? ctx.now) : ctx.now,
    looked_at: ctx.now,
    look_at: roster.isOn ? lookAgainAt(calendar, roster.times, null, ctx.now) : null,
    version: (before.version ?? 0) + 1,
    saved_at: ctx.now,
    saved_by_id: ctx.actor.id ?? before.owner_id,
  }
  await ctx.tx
    .insertInto('check_rosters')
    .values({ practice_id: practiceId, care_team_id: before.id, ...values })
    .onConflict((conflict) => conflict.columns(['practice_id', 'care_team_id']).doUpdateSet(values))
    .execute()
  await ctx.tx
    .deleteFrom('check_times')
    .where('practice_id', '=', practiceId)
    .where('care_team_id', '=', before.id)
    .execute()
  if (roster.times.length > 0) {
    await ctx.tx
      .insertInto('check_times')
      .values(
        roster.times.map(({ weekday, at, practitionerId }) => ({
          practice_id: practiceId,
          care_team_id: before.id,
          weekday,
          at,
          practitioner_id: practitionerId,
        })),
      )
      .execute()
  }
}
