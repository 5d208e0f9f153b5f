import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { accessAbsence } from '../access/absences.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { conflict } from '../platform/problems.ts'
import { lookAgain } from '../tasks/look-again.ts'
import { type AbsenceView, openNote, selectAbsences, stateOf, viewAbsence } from './list-absences.ts'
import { someParty } from './load-cover.ts'
import { selectNames } from './names.ts'
import { sealNote } from './save-absence.ts'

/** Calls an absence off. One that has begun ends now: whoever is back has a handover to read. */
export async function cancelAbsence(ctx: Context, input: InputOf<typeof api.cancelAbsence>): Promise<AbsenceView> {
  await lockPractice(ctx)
  await accessAbsence(ctx, input.absenceId)
  const [row, names] = await Promise.all([
    selectAbsences(ctx).where('id', '=', input.absenceId).executeTakeFirstOrThrow(),
    selectNames(ctx),
  ])
  const state = stateOf(row, ctx.now)
  if (state === 'ended' || state === 'cancelled') {
    // The same click, sent twice: it is over as asked.
    await recordAudit(ctx, 'absence.cancel', { object: { type: 'absence', id: row.id, version: row.version } })
    return viewAbsence(ctx, row, names)
  }
  if (row.version !== input.version) {
    throw conflict('changed-meanwhile', { version: row.version })
  }
  const version = row.version + 1
  const { columns, envelopes } = sealNote(ctx, { id: row.id, version }, openNote(ctx, row))
  const change = { ...columns, version, ...(state === 'planned' ? { cancelled_at: ctx.now } : { ends_at: ctx.now }) }
  await Promise.all([
    ctx.tx
      .updateTable('absences')
      .set(change)
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    lookAgain(ctx, someParty(row.practitioner_id, row.care_team_id)),
    recordAudit(ctx, 'absence.cancel', { object: { type: 'absence', id: row.id, version }, envelopes }),
  ])
  return viewAbsence(ctx, { ...row, ...change }, names)
}
