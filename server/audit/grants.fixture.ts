import { api } from '../../shared/api/index.ts'
import { aPractitioner, call, inPractice, type Person } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

/** A physician who works in no inbox: sees no conversation without a reason. */
export function aLocum(house: TestHouse, practice: { id: string }): Promise<Person> {
  return aPractitioner(house, practice, { role: 'physician', name: 'Dr. Ida Locum' })
}

/** A reason stated by a locum; the id of the grant. */
export async function aGrant(
  house: TestHouse,
  practice: { id: string },
  patient: { id: string },
  { by, reason = 'Covering for Dr. Haddad today.' }: { by?: Person; reason?: string } = {},
): Promise<string> {
  const locum = by ?? (await aLocum(house, practice))
  await call(house, locum, api.grantAccess, { patientId: patient.id, reason })
  const row = await inPractice(house, practice.id, (tx) =>
    tx
      .selectFrom('access_grants')
      .select('id')
      .where('practice_id', '=', practice.id)
      .where('practitioner_id', '=', locum.id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow(),
  )
  return row.id
}
