// Who am I, as what, and until when: nothing for strangers, nothing but the step for half a session.
import { expect, test } from 'vitest'
import { session as api } from '../../shared/api/session.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { aBrowser } from '../testing/browser.ts'
import { aPatient, aPractice, aPractitioner } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { forgetExpired } from './forget-expired.ts'
import { password, withPassword, withTotp } from './password-account.fixture.ts'

const house = useTestHouse()

test('a stranger gets an empty session, also with a made-up token', async () => {
  const nobody = {
    account: null,
    step: null,
    memberships: [],
    idleAt: null,
    endsAt: null,
    steppedUpUntil: null,
    isDemo: false,
  }
  expect((await aBrowser(house()).call(api.readSession, {})).body).toEqual(nobody)
  for (const token of ['x'.repeat(43), '', 'x'.repeat(5_000), "' or 1=1 --"]) {
    const browser = aBrowser(house())
    browser.cookies.set(sessionCookie, token)
    expect((await browser.call(api.readSession, {})).body).toEqual(nobody)
  }
})

test('half a session shows its step and no membership', async () => {
  const practice = await aPractice(house())
  const account = await withPassword(house())
  await aPatient(house(), practice, { account })
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email: account.email, password })
  expect((await browser.call(api.readSession, {})).body).toMatchObject({
    account: { id: account.accountId, hasSecondFactor: false },
    step: { next: 'set-up-second-factor' },
    memberships: [],
    steppedUpUntil: null,
  })
})

test('one person is a patient of two practices and works in a third', async () => {
  const [one, two, three] = [await aPractice(house()), await aPractice(house()), await aPractice(house())]
  const { account, browser } = await withTotp(house())
  await aPatient(house(), one, { account, givenName: 'Lena', familyName: 'Brook' })
  await aPatient(house(), two, { account, givenName: 'Lena', familyName: 'Brook-Hill', status: 'ended' })
  await aPatient(house(), two, { account, givenName: 'Lena', familyName: 'Hill' })
  await aPractitioner(house(), three, { account, role: 'physician', name: 'Dr. Lena Hill' })
  const { memberships } = (await browser.call(api.readSession, {})).body
  expect(memberships.map(({ name, kind, role, practice }) => [name, kind, role, practice.name])).toEqual([
    ['Lena Brook', 'patient', null, one.name],
    ['Lena Hill', 'patient', null, two.name],
    ['Dr. Lena Hill', 'practitioner', 'physician', three.name],
  ])
})

test('what is over is forgotten, what is not stays', async () => {
  const { browser } = await withTotp(house())
  const counts = () =>
    house().way.db.transact(null, async (tx) => ({
      challenges: (await tx.selectFrom('challenges').select('id').execute()).length,
      throttles: (await tx.selectFrom('throttles').select('key').execute()).length,
      sessions: (await tx.selectFrom('sessions').select('id').execute()).length,
    }))
  await browser.call(api.startPasskeySignIn, {})
  await aBrowser(house()).call(api.signIn, { email: 'nobody@example.test', password })
  const before = await counts()
  await forgetExpired(house().worker)
  expect(await counts()).toEqual(before)
  house().clock.advance({ days: 800 })
  await forgetExpired(house().worker)
  expect(await counts()).toEqual({ challenges: 0, throttles: 0, sessions: 0 })
})

test('a clock that is set back lets no session live again, nor one that began under the later clock', async () => {
  const { browser } = await withTotp(house())
  const later = aBrowser(house())
  house().clock.advance({ hours: 13 })
  expect((await browser.call(api.readSession, {})).body.account).toBeNull()
  const { browser: during } = await withTotp(house())
  later.cookies.set(sessionCookie, during.cookies.get(sessionCookie) ?? '')
  expect((await later.call(api.readSession, {})).body.account).not.toBeNull()
  house().clock.advance({ hours: -13 })
  expect((await browser.call(api.readSession, {})).body.account).toBeNull()
  expect((await later.call(api.readSession, {})).body.account).toBeNull()
})
