import { expect, test } from 'vitest'
import { anAccount, aPractice } from '../testing/factories.ts'
import { signedIn } from '../testing/sign-in.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('idle limits follow from whether the account works anywhere', async () => {
  const practice = await aPractice(house())
  const patient = await anAccount(house())
  await signedIn(house(), patient.accountId)
  await signedIn(house(), practice.nurse.accountId)
  const minutes = await house().way.db.transact(null, (tx) =>
    tx.selectFrom('sessions').select(['account_id', 'idle_minutes']).where('device_label', '<>', '').execute(),
  )
  expect(minutes.toSorted((a, b) => a.idle_minutes - b.idle_minutes)).toEqual([
    { account_id: practice.nurse.accountId, idle_minutes: 15 },
    { account_id: patient.accountId, idle_minutes: 30 },
  ])
})
