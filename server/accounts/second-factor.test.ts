// Codes work once: of the app, and of the list.
import { expect, test } from 'vitest'
import { account as accountApi } from '../../shared/api/account.ts'
import { session as api } from '../../shared/api/session.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { password, withTotp } from './password-account.fixture.ts'

const house = useTestHouse()

async function halfWay(email: string): Promise<Browser> {
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email, password })
  return browser
}

test('a code of the app works once', async () => {
  const { account, app } = await withTotp(house())
  const [first, second] = [await halfWay(account.email), await halfWay(account.email)]
  const code = app.code()
  expect((await first.call(api.answerSecondFactor, { method: 'totp', code })).status).toBe(200)
  expect(await second.call(api.answerSecondFactor, { method: 'totp', code })).toMatchObject({
    status: 401,
    code: 'code-refused',
  })
})

test('a code of the app works once, also when it is sent many times at once', async () => {
  const { account, app } = await withTotp(house())
  const browsers = await Promise.all(Array.from({ length: 4 }, () => halfWay(account.email)))
  const code = app.code()
  const answers = await Promise.all(browsers.map((b) => b.call(api.answerSecondFactor, { method: 'totp', code })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401])
})

test('an earlier code does not work after a later one', async () => {
  const { account, app } = await withTotp(house())
  const [first, second] = [await halfWay(account.email), await halfWay(account.email)]
  const earlier = app.code(new Date(house().clock.now().getTime() - 30_000))
  await first.call(api.answerSecondFactor, { method: 'totp', code: app.code() })
  expect((await second.call(api.answerSecondFactor, { method: 'totp', code: earlier })).status).toBe(401)
})

test('the code that put the app to use does not sign in', async () => {
  const { account, app } = await withTotp(house())
  const used = app.code(new Date(house().clock.now().getTime() - 60_000))
  const browser = await halfWay(account.email)
  expect((await browser.call(api.answerSecondFactor, { method: 'totp', code: used })).status).toBe(401)
})

test('a code is refused when the clock is far off, and right again with it', async () => {
  const { account, app } = await withTotp(house())
  const browser = await halfWay(account.email)
  const now = house().clock.now().getTime()
  for (const offMs of [-90_000, 90_000, 86_400_000]) {
    const code = app.code(new Date(now + offMs))
    expect((await browser.call(api.answerSecondFactor, { method: 'totp', code })).status).toBe(401)
  }
  expect((await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })).status).toBe(200)
})

test('a recovery code works once, however it is typed, and counts down', async () => {
  const { account, browser } = await withTotp(house())
  const { codes } = (await browser.call(accountApi.makeRecoveryCodes, {})).body
  expect(codes).toHaveLength(10)
  const [code = ''] = codes
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `
  const first = await halfWay(account.email)
  const answer = await first.call(api.answerSecondFactor, { method: 'recovery-code', code: typed })
  expect(answer).toMatchObject({ status: 200, body: { next: 'done' } })
  expect((await first.call(accountApi.readAccount, {})).body.recoveryCodesLeft).toBe(9)
  const second = await halfWay(account.email)
  expect((await second.call(api.answerSecondFactor, { method: 'recovery-code', code })).status).toBe(401)
})

test('a recovery code works once, also when it is sent many times at once', async () => {
  const { account, browser } = await withTotp(house())
  const { codes } = (await browser.call(accountApi.makeRecoveryCodes, {})).body
  const browsers = await Promise.all(Array.from({ length: 4 }, () => halfWay(account.email)))
  const answers = await Promise.all(
    browsers.map((b) => b.call(api.answerSecondFactor, { method: 'recovery-code', code: codes[0] ?? '' })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401])
})

test("another account's recovery code is refused", async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const { codes } = (await theirs.browser.call(accountApi.makeRecoveryCodes, {})).body
  const browser = await halfWay(mine.account.email)
  const answer = await browser.call(api.answerSecondFactor, { method: 'recovery-code', code: codes[0] ?? '' })
  expect(answer.status).toBe(401)
})

test('new recovery codes replace the earlier ones, and none stands in the database', async () => {
  const { account, browser } = await withTotp(house())
  const earlier = (await browser.call(accountApi.makeRecoveryCodes, {})).body.codes
  const later = (await browser.call(accountApi.makeRecoveryCodes, {})).body.codes
  const half = await halfWay(account.email)
  const refused = await half.call(api.answerSecondFactor, { method: 'recovery-code', code: earlier[0] ?? '' })
  expect(refused.status).toBe(401)
  const rows = await house().way.db.transact(null, (tx) =>
    tx.selectFrom('recovery_codes').selectAll().where('account_id', '=', account.accountId).execute(),
  )
  expect(rows).toHaveLength(10)
  expect(JSON.stringify(rows.map((row) => row.code_hash.toString('latin1')))).not.toContain(later[0])
})

test('who signed in with a recovery code can replace the app they lost', async () => {
  const { account, browser } = await withTotp(house())
  const { codes } = (await browser.call(accountApi.makeRecoveryCodes, {})).body
  const half = await halfWay(account.email)
  await half.call(api.answerSecondFactor, { method: 'recovery-code', code: codes[1] ?? '' })
  expect((await half.call(accountApi.startTotp, {})).status).toBe(200)
})

test('both steps are on record', async () => {
  const { account, app } = await withTotp(house())
  const browser = await halfWay(account.email)
  await browser.call(api.answerSecondFactor, { method: 'totp', code: '000000' })
  await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })
  const acts = (await deploymentAudit(house())).entries
    .filter((entry) => entry.actor.account === account.accountId)
    .map(({ act, outcome }) => `${act} ${outcome}`)
  expect(acts.slice(-3)).toEqual(['session.start 0', 'session.refuse 4', 'session.confirm 0'])
})
