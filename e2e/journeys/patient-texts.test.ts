// Promised: where the clinic offers it, a patient gives a number, proves it with the code that comes there, chooses how to be
// told, and takes the number away; the clinic sees how each notice ended. Each page is sound for axe in both languages at 320 px.
// The gateway is a fake one.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeFor, startGateway } from '../../server/notifications/texts.fixture.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { launchBrowser } from '../browser.ts'
import { type Demo, startDemo } from '../demo.ts'
import { practice } from './joining.ts'
import { breaches, callAs, findings, membershipAt, newPerson, overflow } from './person.ts'

const { gateway, env, stop: stopGateway } = await startGateway()
const number = '+14165550123'
let browser: Browser
let demo: Demo
let stopDemo: () => Promise<void>

beforeAll(async () => {
  browser = await launchBrowser()
  const started = await startDemo(env)
  demo = started.demo
  stopDemo = started.stop
})
afterAll(async () => {
  await browser.close()
  await stopDemo()
  await stopGateway()
})

/** Looks at the page as it stands in both languages; what was typed stays. */
async function expectSound(page: Page, what: string): Promise<void> {
  for (const other of ['Français', 'English']) {
    await page.locator('.loading:visible').waitFor({ state: 'detached' })
    expect([what, await findings(page), await overflow(page)]).toEqual([what, [], 0])
    await page.getByRole('button', { name: other, exact: true }).click()
    await page.getByRole('button', { name: other === 'English' ? 'Français' : 'English', exact: true }).waitFor()
  }
  expect(breaches(page)).toEqual([])
}

test('the clinic offers texts; a patient adds a number, proves it, chooses, and takes it away', async () => {
  const administrator = await newPerson(browser, 'Adele Marchand', { width: 1280 }, demo)
  const staffId = await membershipAt(administrator, practice)
  await administrator.goto(`/staff/${staffId}/practice`)
  await administrator.getByRole('button', { name: 'Change the clinic' }).click()
  await administrator.getByText('Patients can ask to be told by text').click()
  await administrator.getByRole('button', { name: 'Save' }).click()
  await administrator.getByText('Patients can ask for them.').waitFor()

  const page = await newPerson(browser, 'Margaret Fairweather', { width: 320 }, demo)
  await page.goto('/account')
  await page.getByRole('heading', { name: 'Text messages' }).waitFor()
  await expectSound(page, 'account')
  await page.getByRole('link', { name: `Change ${practice}`, exact: false }).click()
  await page.getByRole('heading', { level: 1, name: 'Text messages' }).waitFor()
  await expectSound(page, 'no number')

  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('link', { name: 'Enter your mobile number.' }).waitFor()
  await page.getByLabel('Your mobile number').fill('876-555-0123')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('link', { name: 'We can only send texts to numbers in Canada and the United States.' }).waitFor()
  await expectSound(page, 'refused')
  await page.getByLabel('Your mobile number').fill('(416) 555-0123')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByText('the number that ends in 0123').waitFor()
  await expect.poll(() => codeFor(gateway, number), { timeout: 20_000 }).toMatch(/^\d{6}$/)

  const code = codeFor(gateway, number)
  await page.getByLabel('Code from the text').fill(code === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('link', { name: 'This code is not right. Look at the text again.' }).waitFor()
  await expectSound(page, 'wrong code')
  await page.getByLabel('Code from the text').fill(code)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Your number ends in 0123' }).waitFor()
  await page.locator('.choice-label', { hasText: 'Text message' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expectSound(page, 'proven')
  await page.reload()
  await expect.poll(() => page.getByLabel('Text message', { exact: true }).isChecked()).toBe(true)

  await clinicWrites(page)

  await page.getByRole('button', { name: 'Take this number away' }).click()
  await page.getByText('You can add a number again at any time.').waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Take this number away' }).click()
  await page.getByLabel('Your mobile number').waitFor()
  expect(await page.getByText('0123', { exact: true }).count()).toBe(0)
})

/** A colleague writes; the patient gets a text, and beside the conversation stands how it ended. */
async function clinicWrites(patient: Page): Promise<void> {
  const patientId = await membershipAt(patient, practice)
  const nurse = await newPerson(browser, 'Tomas Lindqvist', { width: 1280 }, demo)
  const staffId = await membershipAt(nurse, practice)
  const path = `/api/as/${staffId}`
  const { items } = await callAs<{ items: { id: string }[] }>(nurse, 'GET', `${path}/topics`)
  const conversationId = uuidv7()
  await callAs(nurse, 'POST', `${path}/conversations`, {
    conversationId,
    messageId: uuidv7(),
    topicId: items[0]?.id,
    patientId,
    subject: 'A question',
    text: 'Please tell us how you are.',
    attachmentIds: [],
    mode: 'two-way',
  })
  const texts = () => gateway.received.filter(({ text }) => text.startsWith('You have a new message.')).length
  await expect.poll(texts, { timeout: 30_000 }).toBe(1)
  await nurse.goto(`/staff/${staffId}/conversations/${conversationId}`)
  await nurse.getByText('How we told the patient').click()
  await nurse.getByText('Text about the message: Sent. We do not know yet if it arrived.').waitFor()
  expect(await findings(nurse)).toEqual([])
}
