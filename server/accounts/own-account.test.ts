// What a person may change about their own account, and what proof each change needs.
import { expect, test } from 'vitest'
import { account as api } from '../../shared/api/account.ts'
import { session as sessionApi } from '../../shared/api/session.ts'
import { anAuthenticator } from '../testing/authenticator.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { anApp, password, withTotp } from './password-account.fixture.ts'
import { sealPasskeyNames } from './seal-passkey-names.ts'

const house = useTestHouse()
const newPassword = 'seven quiet harbours'

async function addPasskey(browser: Browser): Promise<string> {
  const { options } = (await browser.call(api.startPasskey, {})).body
  const credential = anAuthenticator('http://localhost:8080').create(options)
  expect((await browser.call(api.addPasskey, { name: 'Laptop', credential })).status).toBe(200)
  return (await browser.call(api.readAccount, {})).body.passkeys.at(-1)?.id ?? ''
}

test('the language changes, for this session too', async () => {
  const { browser } = await withTotp(house())
  expect((await browser.call(api.changeAccount, { language: 'fr' })).status).toBe(200)
  expect((await browser.call(sessionApi.readSession, {})).body.account?.language).toBe('fr')
})

test('a new password signs in, the old one no longer does, and every other session has ended', async () => {
  const { account, app, browser } = await withTotp(house())
  const other = aBrowser(house())
  await other.call(sessionApi.signIn, { email: account.email, password })
  await other.call(sessionApi.answerSecondFactor, { method: 'totp', code: app.code() })
  expect((await other.call(api.readAccount, {})).status).toBe(200)
  const changed = await browser.call(api.changePassword, { currentPassword: password, newPassword })
  expect(changed.status).toBe(200)
  expect((await other.call(api.readAccount, {})).status).toBe(401)
  expect((await browser.call(api.readAccount, {})).status).toBe(200)
  const again = aBrowser(house())
  expect((await again.call(sessionApi.signIn, { email: account.email, password })).status).toBe(401)
  expect((await again.call(sessionApi.signIn, { email: account.email, password: newPassword })).status).toBe(200)
})

test('a new password needs the current one, and guessing it is slowed down', async () => {
  const { browser } = await withTotp(house())
  const wrong = { currentPassword: 'not this one', newPassword }
  const answers = []
  for (let i = 0; i < 6; i++) {
    answers.push(await browser.call(api.changePassword, wrong))
  }
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429])
  expect(answers[0]?.body).toMatchObject({ fields: [{ path: 'currentPassword', code: 'password-wrong' }] })
})

test.each([
  ['short', 'password-too-short'],
  ['password1234', 'password-common'],
  ['x'.repeat(129), 'password-too-long'],
])('a new password may not be %s', async (typed, code) => {
  const { browser } = await withTotp(house())
  const answer = await browser.call(api.changePassword, { currentPassword: password, newPassword: typed })
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'newPassword', code }] } })
})

test('changes of the account need a proof of the last five minutes', async () => {
  const { browser, app } = await withTotp(house())
  const passkeyId = await addPasskey(browser)
  // A minute has passed since the app was set up.
  house().clock.advance({ minutes: 3, seconds: 50 })
  expect((await browser.call(sessionApi.readSession, {})).body.steppedUpUntil).not.toBeNull()
  house().clock.advance({ seconds: 15 })
  const changes = () =>
    Promise.all([
      browser.call(api.changePassword, { currentPassword: password, newPassword }),
      browser.call(api.startTotp, {}),
      browser.call(api.removeTotp, {}),
      browser.call(api.startPasskey, {}),
      browser.call(api.renamePasskey, { passkeyId, name: 'Phone' }),
      browser.call(api.removePasskey, { passkeyId }),
      browser.call(api.makeRecoveryCodes, {}),
    ])
  expect((await changes()).map(({ status, code }) => `${status} ${code}`)).toEqual(Array(7).fill('403 step-up-needed'))
  expect((await browser.call(sessionApi.readSession, {})).body.steppedUpUntil).toBeNull()
  const token = browser.session()
  const stepped = await browser.call(api.stepUp, { method: 'totp', code: app.code() })
  expect(stepped.status).toBe(200)
  expect(browser.session()).not.toBe(token)
  expect((await browser.call(sessionApi.readSession, {})).body.steppedUpUntil).toBe(stepped.body.steppedUpUntil)
  expect((await browser.call(api.makeRecoveryCodes, {})).status).toBe(200)
})

test('stepping up does not prolong the day', async () => {
  const { browser, app } = await withTotp(house())
  const before = (await browser.call(sessionApi.readSession, {})).body.endsAt
  house().clock.advance({ minutes: 10 })
  await browser.call(api.stepUp, { method: 'totp', code: app.code() })
  expect((await browser.call(sessionApi.readSession, {})).body.endsAt).toBe(before)
})

test('stepping up with a wrong code is refused and counted', async () => {
  const { browser } = await withTotp(house())
  const statuses = []
  for (let i = 0; i < 6; i++) {
    statuses.push((await browser.call(api.stepUp, { method: 'totp', code: '000000' })).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})

test('a new app takes the place of the old one only when it has shown a code', async () => {
  const { account, app, browser } = await withTotp(house())
  const started = (await browser.call(api.startTotp, {})).body
  const next = anApp(house(), started.secret)
  const wrong = await browser.call(api.confirmTotp, { ticket: started.ticket, code: '000000' })
  expect(wrong).toMatchObject({ status: 422, body: { fields: [{ path: 'code', code: 'wrong-code' }] } })
  expect((await browser.call(api.stepUp, { method: 'totp', code: app.code() })).status).toBe(200)
  const right = { ticket: started.ticket, code: next.code() }
  expect((await browser.call(api.confirmTotp, right)).status).toBe(200)
  expect(await browser.call(api.confirmTotp, right)).toMatchObject({ status: 409, code: 'ticket-expired' })
  house().clock.advance({ seconds: 60 })
  expect((await browser.call(api.stepUp, { method: 'totp', code: app.code() })).status).toBe(401)
  expect((await browser.call(api.stepUp, { method: 'totp', code: next.code() })).status).toBe(200)
  expect((await browser.call(api.readAccount, {})).body.email).toBe(account.email)
})

test('the QR code is a square of dark and light, and the address names the account', async () => {
  const { account, browser } = await withTotp(house())
  const { uri, qr, secret } = (await browser.call(api.startTotp, {})).body
  expect(decodeURIComponent(uri)).toContain(`localhost:${account.email}?`)
  expect(uri).toContain(`secret=${secret}`)
  expect(qr.every((row) => row.length === qr.length && /^[01]+$/.test(row))).toBe(true)
  // The three finder patterns: a dark ring of seven.
  expect([qr[0]?.slice(0, 7), qr[0]?.slice(-7), qr.at(-1)?.slice(0, 7)]).toEqual(Array(3).fill('1111111'))
})

test("somebody else's ticket puts no app to use", async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const { ticket, secret } = (await theirs.browser.call(api.startTotp, {})).body
  const code = anApp(house(), secret).code()
  expect((await mine.browser.call(api.confirmTotp, { ticket, code })).code).toBe('ticket-expired')
})

test('the last second factor stays', async () => {
  const { browser } = await withTotp(house())
  expect(await browser.call(api.removeTotp, {})).toMatchObject({ status: 409, code: 'last-second-factor' })
  const passkeyId = await addPasskey(browser)
  expect((await browser.call(api.removeTotp, {})).status).toBe(200)
  expect(await browser.call(api.removePasskey, { passkeyId })).toMatchObject({ code: 'last-second-factor' })
  const another = await addPasskey(browser)
  expect((await browser.call(api.removePasskey, { passkeyId })).status).toBe(200)
  const { body } = await browser.call(api.readAccount, {})
  expect(body).toMatchObject({ totp: null, passkeys: [{ id: another }] })
})

test('of two factors removed at once one stays', async () => {
  const { browser } = await withTotp(house())
  const passkeyId = await addPasskey(browser)
  const answers = await Promise.all([browser.call(api.removeTotp, {}), browser.call(api.removePasskey, { passkeyId })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

test('a passkey is renamed by its owner alone, and its name is held to the rules of a line', async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const passkeyId = await addPasskey(mine.browser)
  expect((await mine.browser.call(api.renamePasskey, { passkeyId, name: '  Téléphone ' })).status).toBe(200)
  expect((await mine.browser.call(api.readAccount, {})).body.passkeys[0]?.name).toBe('Téléphone')
  expect((await theirs.browser.call(api.renamePasskey, { passkeyId, name: 'Mine' })).status).toBe(404)
  expect((await theirs.browser.call(api.removePasskey, { passkeyId })).status).toBe(404)
  for (const [name, code] of [
    ['', 'empty'],
    ['a\nb', 'line-break'],
    ['x'.repeat(61), 'too-long'],
    ['\u202Eevil', 'bidi-control'],
  ] as const) {
    const answer = await mine.browser.call(api.renamePasskey, { passkeyId, name })
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'name', code }] } })
  }
})

test('the name of a passkey is sealed, and one from before is sealed by the worker', async () => {
  const { browser } = await withTotp(house())
  const passkeyId = await addPasskey(browser)
  const stored = () =>
    house().way.db.transact(null, (tx) =>
      tx.selectFrom('passkeys').select(['name', 'name_sealed']).where('id', '=', passkeyId).executeTakeFirstOrThrow(),
    )
  const shown = async () => (await browser.call(api.readAccount, {})).body.passkeys.map(({ name }) => name)
  expect(await stored()).toMatchObject({ name: '', name_sealed: expect.any(Buffer) })
  expect(await shown()).toEqual(['Laptop'])

  await house().way.db.transact(null, (tx) =>
    tx.updateTable('passkeys').set({ name: 'Old phone', name_sealed: null }).where('id', '=', passkeyId).execute(),
  )
  expect(await shown()).toEqual(['Old phone'])
  await sealPasskeyNames(house().worker)
  await sealPasskeyNames(house().worker)
  expect(await stored()).toMatchObject({ name: '', name_sealed: expect.any(Buffer) })
  expect(await shown()).toEqual(['Old phone'])
})

test('every change is on record under its own name, and a refused one as refused', async () => {
  const { account, browser } = await withTotp(house())
  await browser.call(api.changeAccount, { language: 'fr' })
  await browser.call(api.makeRecoveryCodes, {})
  house().clock.advance({ minutes: 6 })
  await browser.call(api.makeRecoveryCodes, {})
  const { entries, text } = await deploymentAudit(house())
  const acts = entries.filter((entry) => entry.actor.account === account.accountId)
  expect(acts.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
    'session.start 0',
    'factor.add 0',
    'account.change 0',
    'recovery-codes.make 0',
    'recovery-codes.make 4',
  ])
  expect(text).not.toContain('@')
})
