import type { AbsenceReason, AbsenceState } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { canChangeAbsence, permitAbsences } from '../access/absences.ts'
import type { Context } from '../access/context.ts'
import { partyOf, someParty } from './load-cover.ts'
import { localOf } from './local-time.ts'
import { nameOf, type Names, selectNames, whoseIs } from './names.ts'
import { selectRotations, viewRotation } from './list-rotations.ts'

export type AbsenceView = ResultOf<typeof api.saveAbsence>
type Listed = ResultOf<typeof api.listAbsences>

/** What is in force or to come, soonest first. */
export async function listAbsences(ctx: Context): Promise<Listed> {
  permitAbsences(ctx)
  const [absences, rotations, facts] = await Promise.all([
    selectAbsences(ctx).where('absences.cancelled_at', 'is', null).where('ends_at', '>', ctx.now).execute(),
    selectRotations(ctx).execute(),
    selectNames(ctx),
  ])
  return {
    items: absences.map((row) => viewAbsence(ctx, row, facts)),
    rotations: rotations.map((row) => viewRotation(ctx, row, facts)).filter(({ state }) => state !== 'ended'),
    timeZone: facts.timeZone,
  }
}

export function selectAbsences(ctx: Context) {
  return ctx.tx
    .selectFrom('absences')
    .selectAll()
    .where('absences.practice_id', '=', ctx.actor.practiceId)
    .orderBy('starts_at')
    .orderBy('id')
    .limit(limits.absences)
    .$narrowType<{ reason: AbsenceReason }>()
}
type AbsenceRow = Awaited<ReturnType<ReturnType<typeof selectAbsences>['executeTakeFirstOrThrow']>>

export function viewAbsence(ctx: Context, row: AbsenceRow, facts: Names): AbsenceView {
  const canChange = canChangeAbsence(ctx.actor, whoseIs(row, facts))
  const cover = partyOf(row.covering_practitioner_id, row.covering_care_team_id)
  return {
    id: row.id,
    who: nameOf(facts, someParty(row.practitioner_id, row.care_team_id)),
    cover: cover === null ? null : nameOf(facts, cover),
    from: localOf(facts.timeZone, row.starts_at),
    until: localOf(facts.timeZone, row.ends_at),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    reason: canChange ? row.reason : null,
    note: openNote(ctx, row),
    state: stateOf(row, ctx.now),
    canChange,
    version: row.version,
  }
}

export function openNote(
  ctx: Context,
  row: Pick<AbsenceRow, 'id' | 'version' | 'note_en_sealed' | 'note_fr_sealed'>,
): { en: string; fr: string } | null {
  return row.note_en_sealed === null || row.note_fr_sealed === null
    ? null
    : {
        en: ctx.keys.openForPractice('absences.note_en_sealed', row, row.note_en_sealed),
        fr: ctx.keys.openForPractice('absences.note_fr_sealed', row, row.note_fr_sealed),
      }
}

export function stateOf(row: { starts_at: Date; ends_at: Date; cancelled_at: Date | null }, now: Date): AbsenceState {
  if (row.cancelled_at !== null) {
    return 'cancelled'
  }
  if (row.ends_at <= now) {
    return 'ended'
  }
  return row.starts_at <= now ? 'current' : 'planned'
}
