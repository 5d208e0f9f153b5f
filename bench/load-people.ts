import { createHash } from 'node:crypto'
import { openKeyring } from '../server/access/keyring.ts'
import { insertPatient } from '../server/people/insert-patient.ts'
import { uuidv7 } from '../server/platform/ids.ts'
import { aHealthNumber, aPractice, type TestPractice } from '../server/testing/factories.ts'
import type { TestHouse } from '../server/testing/test-house.ts'
import { seededId, seededToken } from './seeded.ts'

/** A practice with its staff, one topic, and `patients` people who are signed in, numbered from `first` on. */
export async function loadPractice(house: TestHouse, patients: number, first = 0): Promise<TestPractice> {
  const practice = await aPractice(house)
  const batch = 500
  for (let from = first; from < first + patients; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, first + patients - from) }, (_, index) => from + index)
    await loadPatients(house, practice.id, numbers)
  }
  return practice
}

async function loadPatients(house: TestHouse, practiceId: string, numbers: number[]): Promise<void> {
  const now = house.clock.now()
  const { deployment } = house.way.house
  const scope = { practiceId, actorId: practiceId, requestId: uuidv7() }
  await house.way.db.transact(scope, async (tx) => {
    const keys = await openKeyring(house.way.keyCache, tx, practiceId, now)
    for (const number of numbers) {
      await insertPatient({ tx, keys, practiceId, now }, patientOf(number))
    }
    const accounts = numbers.map((number) => ({ number, id: seededId('account', number) }))
    await Promise.all([
      tx
        .insertInto('accounts')
        .values(
          accounts.map(({ number, id }) => ({
            id,
            email_hash: deployment.lookup('account-email', `bench${number}@example.test`),
            email_sealed: deployment.seal('accounts.email_sealed', { id, version: 1 }, `bench${number}@example.test`),
            created_at: now,
          })),
        )
        .execute(),
      tx
        .insertInto('memberships')
        .values(
          accounts.map(({ number, id }) => ({
            id: seededId('patient', number),
            account_id: id,
            practice_id: practiceId,
            kind: 'patient',
            status: 'confirmed',
            created_at: now,
          })),
        )
        .execute(),
      tx
        .insertInto('sessions')
        .values(
          accounts.map(({ number, id }) => ({
            id: seededId('session', number),
            token_hash: createHash('sha256').update(seededToken(number)).digest(),
            account_id: id,
            strength: 'full',
            method: 'passkey',
            created_at: now,
            last_seen_at: now,
            stepped_up_at: now,
            idle_minutes: 30 * 24 * 60,
            ends_at: new Date(now.getTime() + 30 * 86_400_000),
          })),
        )
        .execute(),
    ])
  })
}

function patientOf(number: number): Parameters<typeof insertPatient>[1] {
  const card = {
    familyName: `Fairweather${number}`,
    givenName: 'Ines',
    birthDate: '1980-05-17',
    healthNumber: aHealthNumber(100_000_000 + number),
    email: `bench${number}@example.test`,
    phone: '416-555-0142',
  }
  return { id: seededId('patient', number), card, language: number % 5 === 0 ? 'fr' : 'en', usualPractitionerId: null }
}
