import { isDeepStrictEqual } from 'node:util'
import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { invalid } from '../platform/problems.ts'
import { insertPatient } from './insert-patient.ts'
import { lockPractice } from './lock-practice.ts'
import { assertNewId } from './new-id.ts'
import { cardEnvelopes, openCard, type PatientCard, type SealedCard } from './patient-card.ts'
import { type PatientView, viewPatients } from './patient-view.ts'
import { readCard, refuseTakenNumber, refuseUnknownPractitioner } from './typed-card.ts'

type Input = InputOf<typeof api.addPatient>

/** Adds a patient, under a key of their own. The same click, sent twice, adds one and answers the same. */
export async function addPatient(ctx: Context, input: Input): Promise<PatientView> {
  permitPeople(ctx, 'patient.manage')
  const { patientId: id, language, usualPractitionerId } = input
  assertNewId('patientId', id)
  const [practice, earlier] = await Promise.all([lockPractice(ctx), findEarlier(ctx, id)])
  const card = wholeCard(readCard(ctx, input, practice))
  let sealed: SealedCard | undefined
  if (earlier === undefined) {
    await Promise.all([
      refuseTakenNumber(ctx, card.healthNumber, id),
      refuseUnknownPractitioner(ctx, usualPractitionerId),
    ])
    const place = { ...ctx, practiceId: ctx.actor.practiceId }
    sealed = await insertPatient(place, { id, card, language, usualPractitionerId })
  } else if (earlier.version > 1 || !isDeepStrictEqual(openCard(ctx.keys, earlier), card)) {
    throw invalid({ path: 'patientId', code: 'id-already-used' })
  }
  const [patient] = await viewPatients(ctx, [id])
  if (patient === undefined) {
    throw new Error('a patient just added is there')
  }
  await recordAudit(ctx, 'patient.add', {
    object: { type: 'patient', id, version: patient.version },
    patients: [id],
    info: ['demographics'],
    ...(sealed && { envelopes: cardEnvelopes(id, sealed) }),
  })
  return patient
}

async function findEarlier(ctx: Context, id: string) {
  const [row] = await Promise.all([
    ctx.tx
      .selectFrom('patients')
      .selectAll()
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', id)
      .executeTakeFirst(),
    ctx.keys.load([id]),
  ])
  return row
}

/** The contract asks for every field of a new card. */
function wholeCard(read: Partial<PatientCard>): PatientCard {
  const { familyName, givenName, birthDate, healthNumber = null, email = null, phone = null } = read
  if (familyName === undefined || givenName === undefined || birthDate === undefined) {
    throw new Error('a new card is whole')
  }
  return { familyName, givenName, birthDate, healthNumber, email, phone }
}
