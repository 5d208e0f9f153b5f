import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { uuidv7 } from '../../server/platform/ids.ts'
import { callAs, findings, membershipAt, type Signed } from './person.ts'

export const practice = 'Maple Street Family Practice'
export const password = 'four quiet herons at dusk'

/** What the front desk does: a new patient, and the code they are given. */
export async function invitedPatient(clerk: Signed, givenName: string): Promise<{ code: string; email: string }> {
  const membershipId = await membershipAt(clerk, practice)
  const patientId = uuidv7(new Date())
  const email = `${givenName.toLowerCase()}@patients.example.test`
  await callAs(clerk, 'POST', `/api/as/${membershipId}/patients`, {
    patientId,
    givenName,
    familyName: 'Cloudberry',
    birthDate: '1984-03-27',
    healthNumber: null,
    language: 'en',
    email,
    phone: null,
    usualPractitionerId: null,
  })
  const path = `/api/as/${membershipId}/patients/${patientId}/invitations`
  return { ...(await callAs<{ code: string }>(clerk, 'POST', path, {})), email }
}

/** Opens an invitation with its code and the date of birth. */
export async function openInvitation(page: Page, code: string): Promise<void> {
  await page.goto('/join')
  await page.getByLabel('Your code').fill(code)
  await page.getByLabel('Day').fill('27')
  await page.getByLabel('Month').fill('3')
  await page.getByLabel('Year').fill('1984')
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** A colleague opens their invitation with its code and the e-mail address that it was made for. */
export async function openStaffInvitation(page: Page, code: string, email: string): Promise<void> {
  await page.goto('/join')
  await page.getByLabel('Your code').fill(code)
  await page.getByRole('button', { name: 'I work at the clinic' }).click()
  await page.getByLabel('Your e-mail at work').fill(email)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Makes a new account for an opened invitation. */
export async function makeAccount(page: Page, email: string, clinic = practice): Promise<void> {
  await page.getByRole('heading', { name: `Join ${clinic}` }).waitFor()
  await page.getByText('No, I am new').click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Your e-mail').fill(email)
  await page.getByLabel('Choose a password').fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Keep your account safe' }).waitFor()
}

/** Shows the recovery codes, and goes on to the messages, or to where somebody's work is. */
export async function keepCodes(page: Page, next = 'Your messages'): Promise<string[]> {
  await page.getByRole('button', { name: 'Show my codes' }).click()
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  const codes = await list.getByRole('listitem').allInnerTexts()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'I have kept my codes' }).click()
  await page.getByRole('heading', { name: next }).waitFor()
  return codes
}

/** From the choice of a second way to the recovery codes, with a passkey. */
export async function makePasskey(page: Page): Promise<void> {
  await page.getByText('A passkey', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('A name for it').fill('My phone')
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
}
