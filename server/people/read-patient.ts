import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { notFound } from '../platform/problems.ts'
import { type PatientView, viewPatients } from './patient-view.ts'

/** A patient's card. */
export async function readPatient(ctx: Context, input: InputOf<typeof api.readPatient>): Promise<PatientView> {
  permitPeople(ctx, 'patient.read')
  const [patient] = await viewPatients(ctx, [input.patientId])
  if (patient === undefined) {
    throw notFound()
  }
  await recordAudit(ctx, 'patient.read', {
    object: { type: 'patient', id: patient.id, version: patient.version },
    patients: [patient.id],
    info: ['demographics'],
  })
  return patient
}
