import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { accessRotation } from '../access/absences.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { lookAgain } from '../tasks/look-again.ts'
import { type RotationView, selectRotations, viewRotation } from './list-rotations.ts'
import { someParty } from './load-cover.ts'
import { selectNames } from './names.ts'

/** Ends a rotation now: what came by it and is open returns to whom it is for. */
export async function cancelRotation(ctx: Context, input: InputOf<typeof api.cancelRotation>): Promise<RotationView> {
  await lockPractice(ctx)
  await accessRotation(ctx, input.rotationId)
  const [row, names] = await Promise.all([
    selectRotations(ctx).where('id', '=', input.rotationId).executeTakeFirst(),
    selectNames(ctx),
  ])
  if (row === undefined) {
    throw notFound()
  }
  if (row.version !== input.version) {
    throw conflict('changed-meanwhile', { version: row.version })
  }
  const change = { cancelled_at: ctx.now, version: row.version + 1 }
  await Promise.all([
    ctx.tx
      .updateTable('rotations')
      .set(change)
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    lookAgain(ctx, someParty(row.practitioner_id, row.care_team_id)),
    recordAudit(ctx, 'rotation.cancel', { object: { type: 'rotation', id: row.id, version: change.version } }),
  ])
  return viewRotation(ctx, { ...row, ...change }, names)
}
