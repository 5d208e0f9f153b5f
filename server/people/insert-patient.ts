import type { Keyring } from '../access/keyring.ts'
import type { Tx } from '../platform/db.ts'
import { type PatientCard, sealCard, type SealedCard } from './patient-card.ts'
import { writeRosterName } from './roster-block.ts'

/** Writes a new patient: a key of their own, the sealed card, and their name in the roster. The one way patients come to be. */
export async function insertPatient(
  place: { tx: Tx; keys: Keyring; practiceId: string; now: Date },
  patient: { id: string; card: PatientCard; language: 'en' | 'fr'; usualPractitionerId: string | null },
): Promise<SealedCard> {
  const { id, card } = patient
  await place.keys.createPatientKey(id)
  const sealed = sealCard(place.keys, { id, version: 1 }, card)
  await place.tx
    .insertInto('patients')
    .values({
      practice_id: place.practiceId,
      id,
      ...sealed,
      language: patient.language,
      usual_practitioner_id: patient.usualPractitionerId,
      created_at: place.now,
    })
    .execute()
  await writeRosterName(place, { id, ...card })
  return sealed
}
