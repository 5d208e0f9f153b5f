import { aCareTeam, aPractitioner, aTopic, type Person, type TestPractice } from '../../server/testing/factories.ts'
import type { TestHouse } from '../../server/testing/test-house.ts'
import { loadPractice } from '../load-people.ts'
import { numbersEach, type Size } from './sizes.ts'

/** A practice as the loader made it: what a bench needs to ask as somebody who works there. */
export type LoadedPractice = {
  practice: TestPractice
  /** The number of its first patient and of its first conversation. */
  first: number
  patients: number
  people: Person[]
  careTeamIds: string[]
  /** Those of an inbox stand at the same place as the inbox, counted round. */
  topicIds: string[]
}

/** Clinicians and their colleagues, three inboxes in which everybody works, eight topics, and the patients. */
export async function loadStaffed(house: TestHouse, size: Size, index: number): Promise<LoadedPractice> {
  const first = index * numbersEach
  const practice = await loadPractice(house, size.patients, first)
  const others: Person[] = []
  // A physician and a nurse are there already.
  for (let number = 2; number < size.clinicians + size.staff; number++) {
    const role = number <= size.clinicians ? 'physician' : number % 3 === 0 ? 'clerk' : 'nurse'
    others.push(await aPractitioner(house, practice, { role, careTeamIds: [practice.careTeam.id] }))
  }
  const people = [practice.nurse, practice.physician, ...others]
  const teams = [practice.careTeam]
  for (const nameEn of ['Nurses', 'Prescriptions']) {
    teams.push(
      await aCareTeam(house, practice, { owner: practice.nurse, backup: practice.physician, members: people, nameEn }),
    )
  }
  const topics = [practice.topic]
  for (let topic = 1; topic < 8; topic++) {
    topics.push(await aTopic(house, practice, teams[topic % teams.length] ?? practice.careTeam))
  }
  return {
    practice,
    first,
    patients: size.patients,
    people,
    careTeamIds: teams.map(({ id }) => id),
    topicIds: topics.map(({ id }) => id),
  }
}
