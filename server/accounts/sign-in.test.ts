import { expect, test } from 'vitest'
import { session as api } from '../../shared/api/session.ts'
import { account as accountApi } from '../../shared/api/account.ts'
import { aBrowser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { password, withTotp } from './password-account.fixture.ts'

// Signing in with a password: what each step gives, and that nothing tells who has an account.
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
