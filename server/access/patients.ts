import { workingRoles } from '../../shared/people.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

/** Whether this actor may write to a patient of their practice, now or in a draft. Pure: tested as a table. */
export function canWriteTo(actor: Actor): boolean {
  switch (actor.kind) {
    case 'patient':
      return true
    case 'practitioner':
      return workingRoles.includes(actor.role)
    case 'system':
      return false
  }
}

export type PatientDoorRow = Awaited<ReturnType<typeof accessPatient>>

/** The door to writing to a patient: their own self for a patient, anyone of the practice for staff. */
export async function accessPatient(ctx: Context, id: string) {
  const row =
    ctx.actor.kind === 'patient' && ctx.actor.id !== id
      ? undefined
      : await ctx.tx
          .selectFrom('patients')
          .select([
            'id',
            'version',
            'family_name_sealed',
            'given_name_sealed',
            'birth_date_sealed',
            'language',
            'usual_practitioner_id',
          ])
          .where('practice_id', '=', ctx.actor.practiceId)
          .where('id', '=', id)
          .$narrowType<{ language: 'en' | 'fr' }>()
          .executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  if (!canWriteTo(ctx.actor)) {
    throw forbidden()
  }
  await ctx.keys.load([id])
  return row
}
