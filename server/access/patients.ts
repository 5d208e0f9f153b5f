import { workingRoles } from '../../shared/people.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

export type PatientAction = 'patient.write-to' | 'patient.draft-for'

/** Whether this actor may do this to a patient of their practice. Pure: tested as a table. */
export function canWithPatient(actor: Actor, action: PatientAction): boolean {
  switch (actor.kind) {
    case 'patient':
      return true
    case 'practitioner':
      return action === 'patient.write-to' || action === 'patient.draft-for' ? workingRoles.includes(actor.role) : false
    case 'system':
      return false
  }
}

export type PatientDoorRow = Awaited<ReturnType<typeof accessPatient>>

/** The door to writing to a patient: their own self for a patient, anyone of the practice for staff. */
export async function accessPatient(ctx: Context, id: string, action: PatientAction) {
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
  if (!canWithPatient(ctx.actor, action)) {
    throw forbidden()
  }
  await ctx.keys.load([id])
  return row
}
