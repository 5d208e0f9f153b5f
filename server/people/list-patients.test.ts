// Patients are found by the beginning of their names or by their exact health number, and nothing else.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import type { Person, TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { insertPatient } from './insert-patient.ts'

const house = useTestHouse()

const search = async (as: Person, typed?: string) => {
  const answer = await call(house(), as, api.listPatients, { search: typed })
  expect(answer.status).toBe(200)
  return answer.body.items.map(({ name }) => name)
}

async function withNames(names: [string, string][]): Promise<TestPractice> {
  const practice = await aPractice(house())
  for (const [givenName, familyName] of names) {
    await aPatient(house(), practice, { givenName, familyName })
  }
  return practice
}

describe('by name', () => {
  test('all, by family name then given name, accents and case aside', async () => {
    const practice = await withNames([
      ['Zoé', 'Étienne'],
      ['Ada', 'Zuberi'],
      ['Ada', 'Etienne'],
      ['Bo', 'abara'],
    ])
    expect(await search(practice.clerk)).toEqual(['Bo abara', 'Ada Etienne', 'Zoé Étienne', 'Ada Zuberi'])
  })

  test('each word begins a word of a name, in any order', async () => {
    const practice = await withNames([
      ['Anne-Marie', 'O’Brien'],
      ['Marie', 'Tremblay'],
      ['Annika', 'Berg'],
    ])
    expect(await search(practice.nurse, 'mar')).toEqual(['Anne-Marie O’Brien', 'Marie Tremblay'])
    expect(await search(practice.nurse, 'TREM  marie')).toEqual(['Marie Tremblay'])
    expect(await search(practice.nurse, 'obrien, anne')).toEqual(['Anne-Marie O’Brien'])
    expect(await search(practice.nurse, 'remblay')).toEqual([])
  })

  test('a change is found at once by the new name and not by the old', async () => {
    const practice = await withNames([['Mina', 'Sorrel']])
    const { body } = await call(house(), practice.clerk, api.listPatients, { search: 'sorrel' })
    const patientId = body.items[0]?.id ?? ''
    await call(house(), practice.clerk, api.changePatient, { patientId, familyName: 'Winter', version: 1 })
    expect(await search(practice.clerk, 'sorrel')).toEqual([])
    expect(await search(practice.clerk, 'winter')).toEqual(['Mina Winter'])
    await aPatient(house(), practice, { givenName: 'Otto', familyName: 'Winter' })
    expect(await search(practice.clerk, 'winter')).toEqual(['Mina Winter', 'Otto Winter'])
  })

  test('a roster in memory lives for a quarter of an hour', async () => {
    const practice = await withNames([['Mina', 'Sorrel']])
    expect(await search(practice.clerk, 'sorrel')).toEqual(['Mina Sorrel'])
    // Not a change that the product makes: other words, the same version.
    await inPractice(house(), practice.id, async (tx, keys) => {
      const block = await tx.selectFrom('roster_blocks').selectAll().executeTakeFirstOrThrow()
      const line = keys.openForPractice('roster_blocks.names_sealed', block, block.names_sealed)
      const names_sealed = keys.sealForPractice(
        'roster_blocks.names_sealed',
        block,
        line.replace('Sorrel', 'Elsewhere'),
      )
      await tx.updateTable('roster_blocks').set({ names_sealed }).where('number', '=', block.number).execute()
    })
    expect(await search(practice.clerk, 'elsewhere')).toEqual([])
    house().clock.advance({ minutes: 15 })
    expect(await search(practice.clerk, 'elsewhere')).toEqual(['Mina Sorrel'])
  })

  test('only of this practice', async () => {
    const [one, other] = await Promise.all([withNames([['Mina', 'Sorrel']]), withNames([['Otto', 'Sorrel']])])
    expect(await search(one.clerk, 'sorrel')).toEqual(['Mina Sorrel'])
    expect(await search(other.clerk, 'sorrel')).toEqual(['Otto Sorrel'])
  })
})

describe('by health number', () => {
  test('as it is typed, with or without the version code; exactly', async () => {
    const practice = await aPractice(house())
    const { name, healthNumber } = await aPatient(house(), practice)
    await aPatient(house(), practice)
    const digits = healthNumber?.digits ?? ''
    expect(await search(practice.clerk, digits)).toEqual([name])
    expect(await search(practice.clerk, ` ${digits.slice(0, 4)} ${digits.slice(4, 7)}-${digits.slice(7)} zz`)).toEqual([
      name,
    ])
    expect(await search(practice.clerk, digits.slice(0, 9))).toEqual([])
  })

  test('of another practice finds nobody', async () => {
    const [one, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const { healthNumber } = await aPatient(house(), other)
    expect(await search(one.clerk, healthNumber?.digits)).toEqual([])
  })
})

describe('page by page', () => {
  test('every patient once, in order, also when somebody is added between two pages', async () => {
    const practice = await aPractice(house())
    const names = Array.from(
      { length: 120 },
      (_, n) => ['Test', `Patient${String(n).padStart(3, '0')}`] as [string, string],
    )
    await insertPatients(practice, names)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { status, body } = await call(house(), practice.clerk, api.listPatients, { search: 'pat', cursor })
      expect(status).toBe(200)
      expect(body.items.length).toBeLessThanOrEqual(limits.pageRows)
      seen.push(...body.items.map(({ familyName }) => familyName))
      cursor = body.nextCursor ?? undefined
      if (seen.length === 50) {
        await insertPatients(practice, [['Test', 'Patient000bis']])
      }
    } while (cursor !== undefined)
    expect(seen).toEqual(names.map(([, familyName]) => familyName))
  })

  test.each([[{ cursor: 'abc' }], [{ cursor: uuidv7() }]])('a cursor that is none is refused: %j', async (input) => {
    const practice = await aPractice(house())
    const answer = await callLoosely(house(), practice.clerk, api.listPatients, input)
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'cursor', code: 'malformed' }] } })
  })

  test.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 51 }, 'limit'],
    [{ search: 'x'.repeat(101) }, 'search'],
    [{ search: ['a'] }, 'search'],
    [{ name: 'a' }, 'name'],
  ])('%j is refused', async (input, path) => {
    const practice = await aPractice(house())
    const answer = await callLoosely(house(), practice.clerk, api.listPatients, input)
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path }] } })
  })

  test.each(["'; drop table patients; --", '%', '\\', '\u0000', '\ud800', '🙂', '   '])(
    '%j is only a search',
    async (typed) => {
      const practice = await withNames([['Mina', 'Sorrel']])
      const answer = await callLoosely(house(), practice.clerk, api.listPatients, { search: typed })
      expect(answer.status).toBe(200)
    },
  )
})

async function insertPatients(practice: TestPractice, names: [string, string][]): Promise<void> {
  await inPractice(house(), practice.id, async (tx, keys) => {
    for (const [givenName, familyName] of names) {
      const card = { givenName, familyName, birthDate: '1980-01-01', healthNumber: null, email: null, phone: null }
      await insertPatient(
        { tx, keys, practiceId: practice.id, now: house().clock.now() },
        { id: uuidv7(), card, language: 'en', usualPractitionerId: null },
      )
    }
  })
}
