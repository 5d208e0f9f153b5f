// Guessing gets slower with each failure; the person themself, on a device they know, is never shut out by it.
import { expect, test } from 'vitest'
import { session as api } from '../../shared/api/session.ts'
import { aBrowser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deviceCookie } from './device.ts'
import { password, withPassword, withTotp } from './password-account.fixture.ts'
import { whileOthersChange } from './while-others-change.fixture.ts'

const house = useTestHouse()

let places = 0
/** A place nobody has guessed from yet, in a network of its own. */
const elsewhere = () => `10.${Math.floor(++places / 250)}.${places % 250}.1`
const stranger = () => aBrowser(house(), { ip: elsewhere() })

async function guess(email: string, times: number, typed = 'a wrong password'): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < times; i++) {
    statuses.push((await stranger().call(api.signIn, { email, password: typed })).status)
  }
  return statuses
}

test('after five failures at one account each further try waits longer, wherever it comes from', async () => {
  const account = await withPassword(house())
  expect(await guess(account.email, 6)).toEqual([401, 401, 401, 401, 401, 429])
  const blocked = await stranger().call(api.signIn, { email: account.email, password })
  expect(blocked).toMatchObject({ status: 429, code: 'too-many-requests' })
  expect(blocked.retryAfter).toBeGreaterThan(25)
  expect(blocked.retryAfter).toBeLessThanOrEqual(30)
  house().clock.advance({ seconds: 31 })
  expect(await guess(account.email, 2)).toEqual([401, 429])
  house().clock.advance({ seconds: 31 })
  expect(await guess(account.email, 1)).toEqual([429])
  house().clock.advance({ seconds: 31 })
  expect(await guess(account.email, 1, password)).toEqual([200])
  expect(await guess(account.email, 5)).toEqual([401, 401, 401, 401, 401])
})

test('an e-mail without an account is slowed down in the same way', async () => {
  expect(await guess('nobody@example.test', 6)).toEqual([401, 401, 401, 401, 401, 429])
})

test('guesses sent together are worth no more than one after the other', async () => {
  const account = await withPassword(house())
  const wrong = Array.from({ length: 14 }, () =>
    stranger().call(api.signIn, { email: account.email, password: 'a wrong password' }),
  )
  const answers = await Promise.all(wrong)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(9)
})

test('the right password is refused when the guesses before it have used up the tries meanwhile', async () => {
  const account = await withPassword(house())
  await guess(account.email, 1)
  const answer = await whileOthersChange(
    house(),
    (tx) =>
      tx
        .updateTable('throttles')
        .set({ blocked_until: new Date(house().clock.now().getTime() + 20_000) })
        .execute(),
    () => stranger().call(api.signIn, { email: account.email, password }),
  )
  expect(answer.status).toBe(429)
  house().clock.advance({ seconds: 21 })
})

test("somebody else's guessing does not keep a person out on the device they know", async () => {
  const { account, app, browser } = await withTotp(house())
  await guess(account.email, 6)
  const known = aBrowser(house(), { ip: elsewhere() })
  known.cookies.set(deviceCookie, browser.cookies.get(deviceCookie) ?? '')
  expect((await known.call(api.signIn, { email: account.email, password })).status).toBe(200)
  expect((await known.call(api.answerSecondFactor, { method: 'totp', code: app.code() })).status).toBe(200)
  expect((await stranger().call(api.signIn, { email: account.email, password })).status).toBe(429)
})

test('a device that has only shown the password is not known', async () => {
  const { account } = await withTotp(house())
  const halfKnown = stranger()
  await halfKnown.call(api.signIn, { email: account.email, password })
  await guess(account.email, 5)
  expect((await halfKnown.call(api.signIn, { email: account.email, password })).status).toBe(429)
})

test('a device known to one account is a stranger to the next', async () => {
  const { browser } = await withTotp(house())
  const { account: victim } = await withTotp(house())
  await guess(victim.email, 5)
  expect((await browser.call(api.signIn, { email: victim.email, password })).status).toBe(429)
})

test('a known device has its own count, which also runs out', async () => {
  const { account, browser } = await withTotp(house())
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) {
    statuses.push((await browser.call(api.signIn, { email: account.email, password: 'wrong' })).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await stranger().call(api.signIn, { email: account.email, password })).status).toBe(200)
})

test('one address may fail thirty times a minute, whatever it guesses at', async () => {
  const ip = elsewhere()
  const statuses: number[] = []
  for (let i = 0; i < 31; i++) {
    const { status } = await aBrowser(house(), { ip }).call(api.signInWithPasskey, { credential: nonsense })
    statuses.push(status)
  }
  expect(statuses).toEqual([...Array(30).fill(401), 429])
  house().clock.advance({ seconds: 61 })
  expect((await aBrowser(house(), { ip }).call(api.signInWithPasskey, { credential: nonsense })).status).toBe(401)
})

test('one network may fail a hundred and twenty times a minute', async () => {
  const guess = async (host: number) =>
    (await aBrowser(house(), { ip: `172.16.9.${host}` }).call(api.signInWithPasskey, { credential: nonsense })).status
  for (let batch = 0; batch < 6; batch++) {
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, i) => guess(batch * 20 + i)))
    expect(statuses).toEqual(Array(20).fill(401))
  }
  expect(await guess(120)).toBe(429)
})

test('codes of the second factor are slowed down on their own', async () => {
  const { account, app } = await withTotp(house())
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) {
    const browser = stranger()
    await browser.call(api.signIn, { email: account.email, password })
    statuses.push((await browser.call(api.answerSecondFactor, { method: 'totp', code: '000000' })).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  const browser = stranger()
  await browser.call(api.signIn, { email: account.email, password })
  expect((await browser.call(api.answerSecondFactor, { method: 'totp', code: app.code() })).status).toBe(429)
})

test('no address and no e-mail stands in the table of counts', async () => {
  const rows = await house().way.db.transact(null, (tx) => tx.selectFrom('throttles').selectAll().execute())
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows.map((row) => row.key.toString('latin1')))).not.toMatch(/example\.test|10\.0|172\.16/)
})

const nonsense = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key' as const,
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
}
