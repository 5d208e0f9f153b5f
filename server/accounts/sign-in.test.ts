// Signing in with a password and a code: what each step gives, and that nothing tells who has an account.
import { expect, test } from 'vitest'
import { account as accountApi } from '../../shared/api/account.ts'
import { session as api } from '../../shared/api/session.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { aBrowser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { anApp, password, withPassword, withTotp } from './password-account.fixture.ts'

const house = useTestHouse()

test('a password and a code sign in, and the token changes at each step', async () => {
  const { account, app } = await withTotp(house())
  const browser = aBrowser(house())
  const first = await browser.call(api.signIn, { email: account.email, password })
  expect(first).toMatchObject({ status: 200, body: { next: 'second-factor', factors: ['totp'] } })
  const half = browser.session()
  expect((await browser.call(accountApi.readAccount, {})).code).toBe('second-factor-needed')
  const second = await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })
  expect(second).toMatchObject({ status: 200, body: { next: 'done' } })
  expect(browser.session()).not.toBe(half)
  expect(await browser.call(accountApi.readAccount, {})).toMatchObject({ status: 200, body: { email: account.email } })
})

test('the cookies cannot be read by scripts, planted by other hosts or sent in the clear', async () => {
  const account = await withPassword(house())
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email: account.email, password })
  const [device = '', session = ''] = browser.received.toSorted()
  expect(session).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(device).toMatch(/^__Host-device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test('an e-mail is the same however it is typed', async () => {
  const account = await withPassword(house())
  const answer = await aBrowser(house()).call(api.signIn, { email: account.email.toUpperCase(), password })
  expect(answer.status).toBe(200)
})

test('an unknown e-mail, a wrong password and an account without one get the same answer', async () => {
  const { account } = await withTotp(house())
  const bare = await withPassword(house())
  await house().way.db.transact(null, (tx) =>
    tx.updateTable('accounts').set({ password_hash: null }).where('id', '=', bare.accountId).execute(),
  )
  const tries = [
    { email: 'nobody@example.test', password },
    { email: account.email, password: `${password}!` },
    { email: bare.email, password },
    { email: account.email, password: 'x'.repeat(1_000) },
  ]
  const answers = await Promise.all(tries.map((input) => aBrowser(house()).call(api.signIn, input)))
  const bodies = answers.map(({ status, body }) => ({ status, ...(body as object), instance: undefined }))
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
  expect(bodies[0]).toMatchObject({ status: 401, code: 'sign-in-refused' })
})

test('an unknown e-mail takes as long as a wrong password', async () => {
  const account = await withPassword(house())
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let i = 0; i < 4; i++) {
    for (const [kind, email] of [
      ['known', account.email],
      ['unknown', 'nobody-here@example.test'],
    ] as const) {
      const startedAt = performance.now()
      await aBrowser(house()).call(api.signIn, { email, password: 'a wrong password' })
      times[kind].push(performance.now() - startedAt)
    }
  }
  // The hash is most of the work; without it the quicker one would take a tenth.
  expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) * 0.5)
  expect(Math.min(...times.known)).toBeGreaterThan(Math.min(...times.unknown) * 0.5)
})

test('refusals are on record by account, never by e-mail', async () => {
  const account = await withPassword(house())
  await aBrowser(house()).call(api.signIn, { email: account.email, password: 'a wrong password' })
  const { entries, text } = await deploymentAudit(house())
  expect(entries.at(-1)).toMatchObject({
    act: 'session.refuse',
    outcome: 4,
    actor: { kind: 'anonymous' },
    object: { type: 'account', id: account.accountId },
  })
  expect(text).not.toContain(account.email)
  expect(text).not.toContain('@')
})

test('a start is on record as the act of its own session', async () => {
  const account = await withPassword(house())
  await aBrowser(house()).call(api.signIn, { email: account.email, password })
  const entry = (await deploymentAudit(house())).entries.at(-1)
  expect(entry).toMatchObject({
    act: 'session.start',
    outcome: 0,
    actor: { kind: 'account', account: account.accountId },
  })
  expect(entry?.object?.id).toBe(entry?.actor.session)
})

test('a token planted before signing in is worth nothing afterwards', async () => {
  const { account, app } = await withTotp(house())
  const browser = aBrowser(house())
  const planted = 'p'.repeat(43)
  browser.cookies.set(sessionCookie, planted)
  await browser.call(api.signIn, { email: account.email, password })
  const half = browser.session() ?? ''
  await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })
  expect([planted, half]).not.toContain(browser.session())
  for (const token of [planted, half]) {
    const other = aBrowser(house())
    other.cookies.set(sessionCookie, token)
    expect((await other.call(accountApi.readAccount, {})).status).toBe(401)
  }
})

test('signing in again ends the session this browser had', async () => {
  const { account, browser } = await withTotp(house())
  const before = browser.session() ?? ''
  await browser.call(api.signIn, { email: account.email, password })
  const other = aBrowser(house())
  other.cookies.set(sessionCookie, before)
  expect((await other.call(accountApi.readAccount, {})).status).toBe(401)
})

test('without a second factor the session can only set one up', async () => {
  const account = await withPassword(house())
  const browser = aBrowser(house())
  const answer = await browser.call(api.signIn, { email: account.email, password })
  expect(answer.body).toEqual({ next: 'set-up-second-factor', factors: [] })
  const refused = [
    await browser.call(accountApi.readAccount, {}),
    await browser.call(accountApi.changeAccount, { language: 'fr' }),
    await browser.call(accountApi.makeRecoveryCodes, {}),
    await browser.call(accountApi.listDevices, {}),
  ]
  expect(refused.map(({ code }) => code)).toEqual(Array(4).fill('second-factor-needed'))
  const { body } = await browser.call(accountApi.startTotp, {})
  const code = anApp(house(), body.secret).code()
  expect(await browser.call(accountApi.confirmTotp, { ticket: body.ticket, code })).toMatchObject({ status: 200 })
  expect((await browser.call(accountApi.readAccount, {})).status).toBe(200)
})

test('the password alone cannot add a factor to an account that has one', async () => {
  const { account } = await withTotp(house())
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email: account.email, password })
  expect((await browser.call(accountApi.startTotp, {})).code).toBe('second-factor-needed')
  expect((await browser.call(accountApi.startPasskey, {})).code).toBe('second-factor-needed')
})

test('a half session ends by itself', async () => {
  const { account, app } = await withTotp(house())
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email: account.email, password })
  house().clock.advance({ minutes: 16 })
  const answer = await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })
  expect(answer).toMatchObject({ status: 401, code: 'sign-in-needed' })
})

test('a full session has nothing to answer', async () => {
  const { browser, app } = await withTotp(house())
  expect(await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })).toMatchObject({
    status: 409,
    code: 'already-signed-in',
  })
})

test('signing out ends the session at once, half or full', async () => {
  const { account, browser } = await withTotp(house())
  const token = browser.session() ?? ''
  expect((await browser.call(api.signOut, {})).status).toBe(200)
  expect(browser.session()).toBeUndefined()
  const other = aBrowser(house())
  other.cookies.set(sessionCookie, token)
  expect((await other.call(accountApi.readAccount, {})).status).toBe(401)
  await browser.call(api.signIn, { email: account.email, password })
  expect((await browser.call(api.signOut, {})).status).toBe(200)
  expect((await browser.call(api.signOut, {})).status).toBe(401)
})

test('parallel sign-outs of one session end it once', async () => {
  const { browser } = await withTotp(house())
  const token = browser.session() ?? ''
  const tabs = Array.from({ length: 4 }, () => {
    const tab = aBrowser(house())
    tab.cookies.set(sessionCookie, token)
    return tab
  })
  const statuses = (await Promise.all(tabs.map((tab) => tab.call(api.signOut, {})))).map(({ status }) => status)
  expect(statuses.filter((status) => status !== 200 && status !== 401)).toEqual([])
  expect(statuses).toContain(200)
})

test.each([
  ['no e-mail', { email: 'nobody', password }],
  ['an empty password', { email: 'nobody@example.test', password: '' }],
  ['a password of a megabyte', { email: 'nobody@example.test', password: 'x'.repeat(200_000) }],
  ['a field too many', { email: 'nobody@example.test', password, role: 'administrator' }],
])('%s is a mistake in the form, not a guess', async (_name, input) => {
  expect((await aBrowser(house()).call(api.signIn, input)).status).toBe(422)
})
