// What is promised here: a patient's key is theirs alone, whatever number chance gives it.
import { expect, test } from 'vitest'
import { insertPatient } from '../people/insert-patient.ts'
import { uuidv7 } from '../platform/ids.ts'
import { testKek } from '../testing/cluster.ts'
import { aPractice, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { createKeyCache, openKeyring } from './keyring.ts'

const house = useTestHouse()
const card = {
  familyName: 'Roy',
  givenName: 'Ada',
  birthDate: '1980-02-03',
  healthNumber: null,
  email: null,
  phone: null,
}

/** Adds a patient, as chance would have it that gives these numbers one after the other. */
async function aPatientWith(practice: { id: string }, draws: number[]) {
  const left = [...draws]
  const cache = createKeyCache(testKek, () => left.shift() ?? 0)
  const id = uuidv7()
  await inPractice(house(), practice.id, async (tx) => {
    const now = house().clock.now()
    const keys = await openKeyring(cache, tx, practice.id, now)
    await insertPatient(
      { tx, keys, practiceId: practice.id, now },
      { id, card, language: 'en', usualPractitionerId: null },
    )
  })
  return { id, left }
}

/** The name as it is opened by a process that holds no key yet. */
function nameOf(practice: { id: string }, id: string): Promise<string> {
  return inPractice(house(), practice.id, async (tx) => {
    const keys = await openKeyring(createKeyCache(testKek), tx, practice.id, house().clock.now())
    await keys.load([id])
    const row = await tx.selectFrom('patients').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    return keys.open('patients.family_name_sealed', { id, version: row.version, patientId: id }, row.family_name_sealed)
  })
}

test('a number that is taken is drawn anew, and both keys open what is theirs', async () => {
  const practice = await aPractice(house())
  const first = await aPatientWith(practice, [7])
  const second = await aPatientWith(practice, [7, 7, 8, 9])
  expect(second.left).toEqual([9])
  expect(await nameOf(practice, first.id)).toBe('Roy')
  expect(await nameOf(practice, second.id)).toBe('Roy')
})

test('the same number in another practice is another key', async () => {
  const [one, other] = [await aPractice(house()), await aPractice(house())]
  await aPatientWith(one, [7])
  const { left } = await aPatientWith(other, [7, 8])
  expect(left).toEqual([8])
})

test('when no number is free nothing is written', async () => {
  const practice = await aPractice(house())
  await aPatientWith(practice, [7])
  await expect(
    aPatientWith(
      practice,
      Array.from({ length: 50 }, () => 7),
    ),
  ).rejects.toThrow('no number is free')
  const rows = await inPractice(house(), practice.id, (tx) => tx.selectFrom('patients').select('id').execute())
  expect(rows).toHaveLength(1)
})
