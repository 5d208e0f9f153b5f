import { expect, test } from 'vitest'
import { parseHealthNumber } from '../../shared/health-number.ts'
import { patientName } from '../access/names.ts'
import type { Context } from '../access/context.ts'
import { aHealthNumber, anAccount, aPatient, aPractice, inPractice } from './factories.ts'
import { useTestHouse } from './test-house.ts'

const house = useTestHouse()

test('a practice of a test is live, staffed, and apart from the next', async () => {
  const [one, other] = await Promise.all([aPractice(house()), aPractice(house())])
  const seen = await inPractice(house(), one.id, (tx) => tx.selectFrom('practices').select(['id', 'is_live']).execute())
  expect(seen).toEqual([{ id: one.id, is_live: true }])
  expect(other.id).not.toBe(one.id)
})

test('a patient of a test is sealed as the product seals one', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { givenName: 'Odile', familyName: 'Brume' })
  const name = await inPractice(house(), practice.id, async (tx, keys) => {
    const row = await tx.selectFrom('patients').selectAll().where('id', '=', patient.id).executeTakeFirstOrThrow()
    await keys.load([patient.id])
    return patientName({ keys } as unknown as Context, row)
  })
  expect(name).toBe('Odile Brume')
})

test('one account may be a patient of two practices', async () => {
  const account = await anAccount(house())
  const [one, other] = await Promise.all([aPractice(house()), aPractice(house())])
  const first = await aPatient(house(), one, { account })
  const second = await aPatient(house(), other, { account })
  expect([first.accountId, second.accountId]).toEqual([account.accountId, account.accountId])
  expect(first.id).not.toBe(second.id)
})

test.each([1, 17, 999, 123_456])('health number %i passes the check digit', (seed) => {
  const { digits, versionCode } = aHealthNumber(seed)
  expect(parseHealthNumber(`${digits}${versionCode}`)).toEqual({ ok: true, value: { digits, versionCode } })
})
