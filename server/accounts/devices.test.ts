// Where one is signed in, and how to end it: at once, on any device.
import { expect, test } from 'vitest'
import { account as api } from '../../shared/api/account.ts'
import { session as sessionApi } from '../../shared/api/session.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import { aPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { type App, password, withTotp } from './password-account.fixture.ts'

const house = useTestHouse()

async function onPhone(email: string, app: App): Promise<Browser> {
  const browser = aBrowser(house(), { ip: '203.0.113.77', userAgent: 'Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1' })
  await browser.call(sessionApi.signIn, { email, password })
  expect((await browser.call(sessionApi.answerSecondFactor, { method: 'totp', code: app.code() })).status).toBe(200)
  return browser
}

test('a list of devices says enough to tell them apart, and no more', async () => {
  const { account, app, browser } = await withTotp(house())
  const phone = await onPhone(account.email, app)
  const { items } = (await browser.call(api.listDevices, {})).body
  const told = items.map(({ label, ipPrefix, method, isThisOne }) => ({ label, ipPrefix, method, isThisOne }))
  expect(told).toContainEqual({
    label: 'Safari · iPhone',
    ipPrefix: '203.0.113.0/24',
    method: 'totp',
    isThisOne: false,
  })
  expect(told).toContainEqual({
    label: 'Firefox · Linux',
    ipPrefix: '198.51.100.0/24',
    method: 'totp',
    isThisOne: true,
  })
  const seenByPhone = (await phone.call(api.listDevices, {})).body.items
  expect(seenByPhone.filter((item) => item.isThisOne).map(({ label }) => label)).toEqual(['Safari · iPhone'])
})

test('a device that is signed out is out with its next request', async () => {
  const { account, app, browser } = await withTotp(house())
  const phone = await onPhone(account.email, app)
  const { items } = (await browser.call(api.listDevices, {})).body
  const sessionId = items.find(({ isThisOne }) => !isThisOne)?.id ?? ''
  expect((await browser.call(api.endDevice, { sessionId })).status).toBe(200)
  expect((await phone.call(api.readAccount, {})).code).toBe('sign-in-needed')
  expect((await browser.call(api.endDevice, { sessionId })).status).toBe(404)
  expect((await browser.call(api.listDevices, {})).body.items).toHaveLength(1)
})

test('signing this device out takes its cookie along', async () => {
  const { browser } = await withTotp(house())
  const [own] = (await browser.call(api.listDevices, {})).body.items
  expect((await browser.call(api.endDevice, { sessionId: own?.id ?? '' })).status).toBe(200)
  expect(browser.session()).toBeUndefined()
})

test('every other device can be signed out together', async () => {
  const { account, app, browser } = await withTotp(house())
  const phone = await onPhone(account.email, app)
  expect(await browser.call(api.endOtherDevices, {})).toMatchObject({ status: 200, body: { ended: 1 } })
  expect((await phone.call(api.readAccount, {})).status).toBe(401)
  expect((await browser.call(api.readAccount, {})).status).toBe(200)
})

test("nobody ends somebody else's session", async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const [target] = (await theirs.browser.call(api.listDevices, {})).body.items
  expect((await mine.browser.call(api.endDevice, { sessionId: target?.id ?? '' })).status).toBe(404)
  expect((await theirs.browser.call(api.readAccount, {})).status).toBe(200)
})

test.each([
  ['a patient', false, 30],
  ['a colleague', true, 15],
])('%s is signed out after idling', async (_who, isColleague, idleMinutes) => {
  const practice = await aPractice(house())
  const { browser } = await withTotp(house(), isColleague ? practice.nurse : undefined)
  for (let i = 0; i < 3; i++) {
    house().clock.advance({ minutes: idleMinutes - 2 })
    expect((await browser.call(api.readAccount, {})).status).toBe(200)
  }
  house().clock.advance({ minutes: idleMinutes + 1 })
  expect((await browser.call(api.readAccount, {})).status).toBe(401)
})

test('the day ends after twelve hours, however busy', async () => {
  const { browser } = await withTotp(house())
  const statuses = new Set<number>()
  for (let i = 0; i < 11 * 3 + 2; i++) {
    house().clock.advance({ minutes: 20 })
    statuses.add((await browser.call(api.readAccount, {})).status)
  }
  expect([...statuses]).toEqual([200])
  house().clock.advance({ minutes: 20 })
  expect((await browser.call(api.readAccount, {})).status).toBe(401)
})
