import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import type { HealthNumber } from '../../shared/health-number.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPatient } from '../access/people.ts'
import { lockPractice } from './lock-practice.ts'
import { cardEnvelopes, openCard, type PatientCard, sealCard, type SealedCard } from './patient-card.ts'
import { type PatientView, viewPatients } from './patient-view.ts'
import { writeRosterName } from './roster-block.ts'
import { fieldCodes, isFresh } from './stale-form.ts'
import { readCard, refuseTakenNumber, refuseUnknownPractitioner } from './typed-card.ts'

type Input = InputOf<typeof api.changePatient>
type Row = Awaited<ReturnType<typeof accessPatient>>
type Whole = PatientCard & { language: 'en' | 'fr'; usualPractitionerId: string | null }

/** Changes what is given and leaves the rest; the whole row is sealed again at its next version. */
export async function changePatient(ctx: Context, input: Input): Promise<PatientView> {
  const [practice, row] = await Promise.all([lockPractice(ctx), accessPatient(ctx, input.patientId, 'patient.manage')])
  const before: Whole = {
    ...openCard(ctx.keys, row),
    language: row.language as 'en' | 'fr',
    usualPractitionerId: row.usual_practitioner_id,
  }
  const changes: Partial<Whole> = {
    ...readCard(ctx, input, practice),
    ...(input.language !== undefined && { language: input.language }),
    ...(input.usualPractitionerId !== undefined && { usualPractitionerId: input.usualPractitionerId }),
  }
  if (changes.healthNumber) {
    changes.healthNumber = withVersionCode(changes.healthNumber, before.healthNumber)
  }
  let sealed: SealedCard | undefined
  if (isFresh<Whole>({ ...before, version: row.version }, { ...changes, version: input.version })) {
    await Promise.all([
      refuseTakenNumber(ctx, changes.healthNumber, row.id),
      refuseUnknownPractitioner(ctx, changes.usualPractitionerId),
    ])
    sealed = await writePatient(ctx, row, before, { ...before, ...changes })
  }
  const [patient] = await viewPatients(ctx, [row.id])
  if (patient === undefined) {
    throw new Error('a patient who is locked is there')
  }
  await recordAudit(ctx, 'patient.change', {
    object: { type: 'patient', id: row.id, version: patient.version },
    patients: [row.id],
    info: ['demographics', ...fieldCodes(changes)],
    ...(sealed && { envelopes: cardEnvelopes(row.id, sealed) }),
  })
  return patient
}

/** Cards are read as ten digits: the same ten typed alone do not drop the version code on file. */
function withVersionCode(typed: HealthNumber, onFile: HealthNumber | null): HealthNumber {
  return typed.versionCode === '' && typed.digits === onFile?.digits ? onFile : typed
}

async function writePatient(ctx: Context, row: Row, before: Whole, after: Whole): Promise<SealedCard> {
  const version = row.version + 1
  const sealed = sealCard(ctx.keys, { id: row.id, version }, after)
  await ctx.tx
    .updateTable('patients')
    .set({
      ...sealed,
      language: after.language,
      usual_practitioner_id: after.usualPractitionerId,
      // A failed notice says nothing about another address.
      notice_problem: after.email === before.email ? row.notice_problem : null,
      version,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  if (after.familyName !== before.familyName || after.givenName !== before.givenName) {
    await writeRosterName({ tx: ctx.tx, keys: ctx.keys, practiceId: ctx.actor.practiceId }, { id: row.id, ...after })
  }
  return sealed
}
