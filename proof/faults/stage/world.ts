import {
  aPatient,
  aPractice,
  type PatientPerson,
  type Person,
  type TestPractice,
} from '../../../server/testing/factories.ts'
import type { TestHouse } from '../../../server/testing/test-house.ts'
import type { Evidence } from '../checkers/checker.ts'
import { type Ledger, newLedger } from './ledger.ts'
import type { Stage } from './stage.ts'

/** One practice and those who use it, with what they were told was done. */
export type World = {
  practice: TestPractice
  patients: PatientPerson[]
  /** Who answers, and sees every conversation: they work in the one inbox. */
  nurse: Person
  people: Map<string, Person>
  ledger: Ledger
}

export async function openWorld(house: TestHouse, patientCount: number): Promise<World> {
  const practice = await aPractice(house)
  const patients: PatientPerson[] = []
  for (let count = 0; count < patientCount; count++) {
    patients.push(await aPatient(house, practice, { language: count % 4 === 3 ? 'fr' : 'en' }))
  }
  await signInNow(house)
  const ledger = newLedger()
  ledger.readers.set(practice.id, practice.nurse.id)
  const everybody = [...patients, practice.nurse, practice.physician]
  return {
    practice,
    patients,
    nurse: practice.nurse,
    people: new Map(everybody.map((person) => [person.id, person])),
    ledger,
  }
}

/** This process's clock may be ahead, by what was drained before; servers know the machine's alone. */
async function signInNow(house: TestHouse): Promise<void> {
  const now = new Date()
  await house.way.db.transact(null, (tx) =>
    tx.updateTable('sessions').set({ created_at: now, last_seen_at: now }).where('last_seen_at', '>', now).execute(),
  )
}

/** What the nine checkers look at. */
export function evidenceOf(stage: Stage, world: World): Evidence {
  return {
    house: stage.house,
    query: (text, values) => stage.postgres.query(text, values),
    ledger: world.ledger,
    practiceIds: [world.practice.id],
    people: world.people,
    mails: stage.mail.received,
    ...(stage.drainedAt !== undefined && { drainedAt: stage.drainedAt }),
  }
}
