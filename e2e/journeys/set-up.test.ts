// Promised: `npm start` on an empty directory leads, page by page, from the printed code to a clinic that patients can write
// to: its first administrator, its first colleagues, hours, an inbox, a topic. Each page is sound for axe.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, startByNpm, untilSaid } from '../../server/main.fixture.ts'
import { launchBrowser } from '../browser.ts'
import { keepCodes, makeAccount, makePasskey, openStaffInvitation, password } from './joining.ts'
import { addAuthenticator, breaches, findings, newVisitor, overflow } from './person.ts'

const clinic = 'Riverside Family Practice'
let browser: Browser
let dataDir: string
let program: Running
let url: string

beforeAll(async () => {
  browser = await launchBrowser()
  dataDir = await mkdtemp(join(tmpdir(), 'threadwell-set-up-'))
  program = await startByNpm({ DATA_DIR: dataDir })
  url = (await untilSaid(program, /is ready: (http\S+)/))[1] ?? ''
})
afterAll(async () => {
  await browser.close()
  program.signal('SIGTERM')
  await program.ended()
  await rm(dataDir, { recursive: true, force: true })
})

/** Looks at the page as it stands in both languages, wide and narrow; what was typed stays. */
async function expectSound(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.loading:visible').count()).toBe(0)
  for (const other of ['Français', 'English']) {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 })
      const at = [await page.title(), width]
      expect([...at, await findings(page), await overflow(page)]).toEqual([...at, [], 0])
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: other, exact: true }).click()
    await page.getByRole('button', { name: other === 'English' ? 'Français' : 'English', exact: true }).waitFor()
  }
  expect(breaches(page)).toEqual([])
}

async function newVisitorHere(): Promise<Page> {
  const page = await newVisitor(browser, { width: 1280 }, url)
  await addAuthenticator(page)
  return page
}

async function goOn(page: Page, heading: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

async function setUp(page: Page): Promise<void> {
  const [, code = ''] = await untilSaid(program, /type this code: (\S+)/)
  await page.goto('/set-up')
  await page.getByRole('heading', { level: 1, name: 'Set up this server' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('Enter the code that the server printed.').waitFor()
  await expectSound(page)
  await page.getByLabel('Set-up code').fill('AAAAA-AAAAA')
  await goOn(page, 'Your clinic')

  await page.getByLabel('Name of the clinic').fill(clinic)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('Enter the address of the clinic.').waitFor()
  await expectSound(page)
  await page.getByLabel('Address').fill('4 Water Street, Anytown ON')
  await page.getByLabel('Main phone line').fill('613-555-0100')
  await goOn(page, 'You')

  await page.getByRole('button', { name: 'Make the clinic' }).click()
  await page.getByRole('alert').getByText('Enter your name.').waitFor()
  await expectSound(page)
  await page.getByLabel('Your name').fill('Mireille Aubin')
  await page.getByLabel('Your e-mail').fill('mireille@example.test')
  await page.getByLabel('Choose a password').fill(password)
  await page.getByRole('button', { name: 'Make the clinic' }).click()

  // The code was wrong: the page that asked for it says so, and every other answer is kept.
  await page.getByRole('heading', { level: 1, name: 'Set up this server' }).waitFor()
  await page.getByRole('alert').waitFor()
  await expectSound(page)
  await page.getByLabel('Set-up code').fill(code)
  await goOn(page, 'Your clinic')
  expect(await page.getByLabel('Name of the clinic').inputValue()).toBe(clinic)
  await goOn(page, 'You')
  await page.getByRole('button', { name: 'Make the clinic' }).click()
  await page.getByRole('heading', { level: 1, name: 'Keep your account safe' }).waitFor()
  await expectSound(page)
  await makePasskey(page)
  await keepCodes(page, 'Clinic and hours')
}

/** The administrator adds a colleague; in a browser of their own, the colleague joins with the code. */
async function invite(page: Page, colleague: { name: string; email: string; role: string }): Promise<void> {
  await page.getByRole('link', { name: 'Colleagues' }).click()
  await page.getByRole('link', { name: 'Add a colleague' }).click()
  await page.getByLabel('Name').fill(colleague.name)
  await page.getByLabel('Work e-mail').fill(colleague.email)
  await page.getByText(colleague.role, { exact: true }).click()
  await expectSound(page)
  await page.getByRole('button', { name: 'Add, and make a code' }).click()
  await page.getByRole('heading', { level: 1, name: `Sign-up code for ${colleague.name}` }).waitFor()
  await expectSound(page)
  const code = await page.locator('.invitation-code').innerText()
  await page.getByRole('button', { name: 'Done' }).click()

  const visitor = await newVisitorHere()
  await openStaffInvitation(visitor, code, colleague.email)
  await makeAccount(visitor, colleague.email, clinic)
  await makePasskey(visitor)
  await keepCodes(visitor, 'My work')
  await visitor.getByText('Patients can’t write to this clinic yet').waitFor()
  await visitor.getByText('Nothing is waiting here').waitFor()
  await expectSound(visitor)
  await visitor.context().close()
}

async function addHours(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Set the opening hours.' }).click()
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    const hours = page.getByRole('group', { name: day })
    await hours.getByRole('button', { name: `Add hours on ${day}` }).click()
    await hours.getByLabel('Opens').fill('09:00')
    await hours.getByLabel('Closes').fill('17:00')
  }
  await expectSound(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'What you just did' }).getByText('Saved.').waitFor()
}

async function addInbox(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Add an inbox.' }).click()
  await page.getByText('No inboxes yet').waitFor()
  await expectSound(page)
  await page.getByRole('link', { name: 'Add an inbox' }).click()
  await page.getByRole('group', { name: 'In English' }).getByLabel('Name').fill('Nurses')
  await page.getByRole('group', { name: 'In French' }).getByLabel('Name').fill('Soins infirmiers')
  await page.getByLabel('Owner').selectOption({ label: 'Ines Okoro' })
  await page.getByLabel('Backup').selectOption({ label: 'Dr. Paul Achterberg' })
  await expectSound(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('rowheader', { name: 'Nurses' }).waitFor()
}

async function addTopic(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open at least one topic.' }).click()
  await page.getByText('No topics yet').waitFor()
  await expectSound(page)
  await page.getByRole('link', { name: 'Add a topic' }).click()
  const [english, french] = [
    page.getByRole('group', { name: 'In English' }),
    page.getByRole('group', { name: 'In French' }),
  ]
  await english.getByLabel('Name').fill('Symptoms that can wait')
  await english.getByLabel('What it is for').fill('A new symptom that is not getting worse.')
  await english.getByLabel(/^What can’t wait/).fill('Chest pain: call 911.')
  await french.getByLabel('Name').fill('Symptômes qui peuvent attendre')
  await french.getByLabel('What it is for').fill('Un nouveau symptôme qui ne s’aggrave pas.')
  await french.getByLabel(/^What can’t wait/).fill('Douleur à la poitrine : appelez le 911.')
  await page.getByLabel('Inbox').selectOption({ label: 'Nurses' })
  await page.getByLabel('Keyword').fill('symptoms')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('rowheader', { name: 'Symptoms that can wait' }).waitFor()
}

/** By the way on the left. */
async function toClinic(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Clinic and hours' }).click()
  await page.getByRole('heading', { level: 1, name: 'Clinic and hours' }).waitFor()
}

const patience = { timeout: 300_000 }

test('from the printed code to a clinic that patients can write to', patience, async () => {
  const page = await newVisitorHere()
  await setUp(page)
  await page.getByText('Before going live:').waitFor()
  await expectSound(page)
  expect(await page.getByRole('button', { name: 'Go live' }).count()).toBe(0)

  await invite(page, { name: 'Ines Okoro', email: 'ines@example.test', role: 'nurse' })
  await invite(page, { name: 'Dr. Paul Achterberg', email: 'paul@example.test', role: 'doctor' })
  for (const add of [addHours, addInbox, addTopic]) {
    await toClinic(page)
    await add(page)
  }

  await toClinic(page)
  await page.getByText('Everything is there.').waitFor()
  await expectSound(page)
  await page.getByRole('button', { name: 'Go live' }).click()
  await page.getByText('The clinic is live. Patients can write.').waitFor()
  await page.getByText('Patients can’t write to this clinic yet').waitFor({ state: 'detached' })
  await expectSound(page)

  const late = await newVisitorHere()
  await late.goto('/set-up')
  await late.getByRole('heading', { level: 1, name: 'This server is set up' }).waitFor()
})
