import { sql } from 'kysely'
import type { AbsenceState } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { canChangeAbsence } from '../access/absences.ts'
import type { Context } from '../access/context.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { someParty } from './load-cover.ts'
import { nameOf, type Names, whoseIs } from './names.ts'

export type RotationView = ResultOf<typeof api.saveRotation>

/** Rotations that are not over, each with its turns in order. */
export function selectRotations(ctx: Context) {
  return (
    ctx.tx
      .selectFrom('rotations')
      .selectAll()
      .select(
        sql<{ week: number; weekday: number; practitionerId: string }[]>`(select coalesce(json_agg(json_build_object(
        'week', t.week, 'weekday', t.weekday, 'practitionerId', t.practitioner_id) order by t.week, t.weekday), '[]')
        from rotation_turns t where t.practice_id = rotations.practice_id and t.rotation_id = rotations.id)`.as(
          'turns',
        ),
      )
      .where('rotations.practice_id', '=', ctx.actor.practiceId)
      .where('cancelled_at', 'is', null)
      // The practice's day may be another than the database's.
      .where(sql<boolean>`(ends_on is null or ends_on >= ${ctx.now}::timestamptz::date - 1)`)
      .orderBy('starts_on')
      .orderBy('id')
      .limit(limits.rotations)
  )
}
export type RotationRow = Awaited<ReturnType<ReturnType<typeof selectRotations>['executeTakeFirstOrThrow']>>

export function viewRotation(ctx: Context, row: RotationRow, facts: Names): RotationView {
  return {
    id: row.id,
    who: nameOf(facts, someParty(row.practitioner_id, row.care_team_id)),
    startsOn: String(row.starts_on),
    endsOn: row.ends_on === null ? null : String(row.ends_on),
    weeks: row.weeks,
    turns: row.turns.map(({ week, weekday, practitionerId }) => ({
      week,
      weekday,
      person: nameOf(facts, { kind: 'practitioner', id: practitionerId }),
    })),
    state: stateOf(row, dayOf(facts.timeZone, ctx.now).toString()),
    canChange: canChangeAbsence(ctx.actor, whoseIs(row, facts)),
    version: row.version,
  }
}

function stateOf(row: Pick<RotationRow, 'starts_on' | 'ends_on' | 'cancelled_at'>, today: string): AbsenceState {
  if (row.cancelled_at !== null) {
    return 'cancelled'
  }
  if (row.ends_on !== null && String(row.ends_on) < today) {
    return 'ended'
  }
  return String(row.starts_on) <= today ? 'current' : 'planned'
}
