// Promised: with the code from the clinic and a date of birth, a patient makes an account, with a passkey or with an app,
// and signs in with it again; a wrong code says nothing of what was wrong.
import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { invitedPatient, keepCodes, makeAccount, makePasskey, openInvitation, password, practice } from './joining.ts'
import { addAuthenticator, breaches, newCaller, newVisitor, type Signed } from './person.ts'

let browser: Browser
let clerk: Signed

beforeAll(async () => {
  browser = await launchBrowser()
  clerk = await newCaller('Beatrice Okafor')
})

afterAll(() => browser.close())

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
}

test('a patient joins with a passkey and signs in with it', async () => {
  const { code, email } = await invitedPatient(clerk, 'Ada')
  const page = await newVisitor(browser)
  await addAuthenticator(page)

  await openInvitation(page, code)
  await makeAccount(page, email)
  await makePasskey(page)
  expect(await keepCodes(page)).toHaveLength(10)

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Your messages' }).waitFor()
  await page.getByRole('link', { name: 'Sign-in and devices' }).click()
  await page.getByText('My phone').waitFor()
  expect(breaches(page)).toEqual([])
})

test('a patient joins with an app, and gets in again with its code or with a recovery code', async () => {
  const { code, email } = await invitedPatient(clerk, 'Bruno')
  const page = await newVisitor(browser)

  await openInvitation(page, code)
  await makeAccount(page, email)
  await page.getByText('A code from an app', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Set up your app' }).waitFor()
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '')
  const app = new TOTP({ secret })
  await page.getByLabel('Code from your app').fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByRole('link', { name: 'This code is not right. Enter the one the app shows now.' }).waitFor()
  await page.getByLabel('Code from your app').fill(app.generate())
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const [recoveryCode = ''] = await keepCodes(page)

  await signOut(page)
  await signInWithPassword(page, email)
  // Each code works once: the one of the next half minute is the next one.
  await page.getByLabel('Code from your app').fill(app.generate({ timestamp: Date.now() + 30_000 }))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Your messages' }).waitFor()

  await signOut(page)
  await signInWithPassword(page, email)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recoveryCode)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Your messages' }).waitFor()
  expect(breaches(page)).toEqual([])
})

async function signInWithPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
}

test('a wrong date of birth is refused with the same words as a wrong code, and what was typed stays', async () => {
  const { code } = await invitedPatient(clerk, 'Clara')
  const page = await newVisitor(browser)
  await openInvitation(page, 'AAAAA-AAAAA')
  const wrongCode = await page.getByRole('alert').innerText()

  await openInvitation(page, code)
  await page.getByRole('heading', { name: `Join ${practice}` }).waitFor()
  await page.goto('/join')
  await page.getByLabel('Your code').fill(code)
  await page.getByLabel('Day').fill('28')
  await page.getByLabel('Month').fill('3')
  await page.getByLabel('Year').fill('1984')
  await page.getByRole('button', { name: 'Continue' }).click()
  expect(await page.getByRole('alert').innerText()).toBe(wrongCode)
  expect(await page.getByLabel('Your code').inputValue()).toBe(code)
  expect(await page.getByLabel('Day').inputValue()).toBe('28')
})
