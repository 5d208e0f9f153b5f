import type { Selectable } from 'kysely'
import { type HealthNumber, parseHealthNumber } from '../../shared/health-number.ts'
import type { Recorded } from '../access/audit.ts'
import type { Keyring } from '../access/keyring.ts'
import type { Patients } from '../platform/db-types.ts'

/** What names a patient: sealed column by column under the patient's own key, all at the version of the row. */
export type PatientCard = {
  familyName: string
  givenName: string
  /** 'YYYY-MM-DD' */
  birthDate: string
  healthNumber: HealthNumber | null
  email: string | null
  phone: string | null
}

export type SealedCard = Pick<
  Selectable<Patients>,
  | 'family_name_sealed'
  | 'given_name_sealed'
  | 'birth_date_sealed'
  | 'health_number_sealed'
  | 'health_number_hash'
  | 'email_sealed'
  | 'phone_sealed'
>

/** The columns of one version of a patient's row. The version is bound into each envelope, so a change seals them all again. */
export function sealCard(keys: Keyring, row: { id: string; version: number }, card: PatientCard): SealedCard {
  const at = { ...row, patientId: row.id }
  const number = card.healthNumber
  return {
    family_name_sealed: keys.seal('patients.family_name_sealed', at, card.familyName),
    given_name_sealed: keys.seal('patients.given_name_sealed', at, card.givenName),
    birth_date_sealed: keys.seal('patients.birth_date_sealed', at, card.birthDate),
    health_number_sealed:
      number && keys.seal('patients.health_number_sealed', at, `${number.digits}${number.versionCode}`),
    health_number_hash: number && healthNumberHash(keys, number.digits),
    email_sealed: card.email === null ? null : keys.seal('patients.email_sealed', at, card.email),
    phone_sealed: card.phone === null ? null : keys.seal('patients.phone_sealed', at, card.phone),
  }
}

/** For the audit entry: a card is sealed whole at one version of its row, so those that are never absent speak for all. */
export function cardEnvelopes(id: string, sealed: SealedCard): NonNullable<Recorded['envelopes']> {
  const columns = ['family_name_sealed', 'given_name_sealed', 'birth_date_sealed'] as const
  return columns.map((column) => ({ column: `patients.${column}` as const, row: id, envelope: sealed[column] }))
}

/** Opens a whole card. The patient's key must be loaded. */
export function openCard(keys: Keyring, row: { id: string; version: number } & SealedCard): PatientCard {
  const at = { id: row.id, version: row.version, patientId: row.id }
  return {
    familyName: keys.open('patients.family_name_sealed', at, row.family_name_sealed),
    givenName: keys.open('patients.given_name_sealed', at, row.given_name_sealed),
    birthDate: keys.open('patients.birth_date_sealed', at, row.birth_date_sealed),
    healthNumber:
      row.health_number_sealed === null
        ? null
        : readHealthNumber(keys.open('patients.health_number_sealed', at, row.health_number_sealed)),
    email: row.email_sealed === null ? null : keys.open('patients.email_sealed', at, row.email_sealed),
    phone: row.phone_sealed === null ? null : keys.open('patients.phone_sealed', at, row.phone_sealed),
  }
}

/** The version code changes with each card; the ten digits are the person's. */
export function healthNumberHash(keys: Keyring, digits: string): Buffer {
  return keys.lookup('health-number', digits)
}

function readHealthNumber(kept: string): HealthNumber {
  const parsed = parseHealthNumber(kept)
  if (!parsed.ok) {
    throw new Error('a kept health number is one')
  }
  return parsed.value
}
