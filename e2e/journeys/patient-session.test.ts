// Promised: whoever is away is asked before the session ends; when it has ended, signing in stands in for the page, and
// not a letter that was typed is lost.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { launchBrowser } from '../browser.ts'
import { invitedPatient, keepCodes, makeAccount, makePasskey, openInvitation } from './joining.ts'
import { addAuthenticator, breaches, newCaller, newVisitor } from './person.ts'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  const clerk = await newCaller('Beatrice Okafor')
  const { code, email } = await invitedPatient(clerk, 'Dorothea')
  page = await newVisitor(browser)
  await addAuthenticator(page)
  await openInvitation(page, code)
  await makeAccount(page, email)
  await makePasskey(page)
  await keepCodes(page)
})
afterAll(() => browser.close())

beforeEach(async () => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Write a message' }).click()
  await page.getByText('Something else', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await message().waitFor()
})

const message = () => page.getByLabel('Your message', { exact: true })

async function signInAgain(): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await message().waitFor()
}

test('a session ended from elsewhere loses no letter', async () => {
  await message().fill('Begun before.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE', headers: { 'x-threadwell': '1' } }))
  await message().fill('Begun before. Not saved any more.')
  await page.getByText('Your session has ended').waitFor()
  expect(await page.getByText('Begun before').isVisible()).toBe(false)
  await signInAgain()
  expect(await message().inputValue()).toBe('Begun before. Not saved any more.')
  expect(await page.title()).toBe('Your message – Threadwell')
  await message().press('End')
  await message().pressSequentially(' Saved again.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.reload()
  await expect.poll(() => message().inputValue()).toBe('Begun before. Not saved any more. Saved again.')
})

test('somebody away is asked, can stay, and is signed out in the end', async () => {
  await page.clock.install()
  await page.reload()
  await message().fill('Typed before the phone rang.')
  await page.clock.runFor(3_000)
  await page.getByText(/^Saved to Drafts at/).waitFor()

  const idleMs = limits.patientIdleMinutes * 60_000
  await page.clock.fastForward(idleMs - 100_000)
  const question = page.getByRole('dialog', { name: 'Are you still there?' })
  await question.waitFor()
  await question.getByRole('button', { name: 'Stay signed in' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await message().inputValue()).toBe('Typed before the phone rang.')

  await page.clock.fastForward(idleMs + 10_000)
  await page.getByText('Nothing was done here for a while.').waitFor()
  await page.clock.resume()
  await signInAgain()
  expect(await message().inputValue()).toBe('Typed before the phone rang.')
  expect(breaches(page)).toEqual([])
})
