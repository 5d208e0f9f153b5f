// Promised: a session that ends while a colleague works takes what they see from the screen and nothing from what they wrote:
// signing in again, over the page, finds every letter and every open question.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, lastDone, sendNow } from './colleague.ts'
import { keepCodes, makeAccount, makePasskey, openStaffInvitation, practice } from './joining.ts'
import { addAuthenticator, breaches, callAs, findings, membershipAt, newCaller, newVisitor } from './person.ts'

const email = 'vera.cloudberry@maple.example.test'
let browser: Browser
let page: Page
let conversationId: string

beforeAll(async () => {
  browser = await launchBrowser()
  const administrator = await newCaller('Adele Marchand')
  const base = `/api/as/${await membershipAt(administrator, practice)}`
  const practitionerId = uuidv7()
  const added = { practitionerId, name: 'Vera Cloudberry', role: 'nurse', email }
  const { invitation } = await callAs<{ invitation: { code: string } }>(
    administrator,
    'POST',
    `${base}/practitioners`,
    added,
  )

  page = await newVisitor(browser, { width: 1280 })
  await addAuthenticator(page)
  await openStaffInvitation(page, invitation.code, email)
  await makeAccount(page, email)
  await makePasskey(page)
  await keepCodes(page, 'My work')

  type Inbox = {
    id: string
    name: object
    owner: { id: string }
    backup: { id: string }
    members: { id: string }[]
    version: number
  }
  const { items } = await callAs<{ items: (Inbox & { name: { en: string } })[] }>(
    administrator,
    'GET',
    `${base}/care-teams`,
  )
  const nurses = items.find(({ name }) => name.en === 'Nurses')
  await callAs(administrator, 'PUT', `${base}/care-teams/${nurses?.id}`, {
    name: nurses?.name,
    ownerId: nurses?.owner.id,
    backupId: nurses?.backup.id,
    memberIds: [...(nurses?.members ?? []).map(({ id }) => id), practitionerId],
    version: nurses?.version,
  })
})
afterAll(() => browser.close())

beforeEach(async () => {
  conversationId = await aLetter('Ruth Applewood', { subject: 'While away', text: 'May I take it at night?' })
  await go(page, `conversations/${conversationId}`)
  await reply().waitFor()
})

const reply = () => page.getByLabel('Reply to Ruth Applewood')

/** From another device of the same person: their list of devices, "sign out". */
function endElsewhere(): Promise<unknown> {
  return page.evaluate(() => fetch('/api/session', { method: 'DELETE', headers: { 'x-threadwell': '1' } }))
}

const signIn = () => page.getByRole('heading', { level: 1, name: 'Sign in' })

async function signInAgain(): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
}

test('an answer that was being written is there again, and is sent', async () => {
  await reply().fill('Yes, with')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await endElsewhere()
  await reply().fill('Yes, with a glass of water.')
  await signIn().waitFor()
  expect(await page.getByText('May I take it at night?').isVisible()).toBe(false)
  expect(await page.getByText('Yes, with').isVisible()).toBe(false)
  expect(await page.title()).toBe('Sign in – Threadwell')
  expect(await findings(page)).toEqual([])

  await signInAgain()
  await reply().waitFor()
  expect(await reply().inputValue()).toBe('Yes, with a glass of water.')
  await sendNow(page)
  await lastDone(page, 'Your message was sent to Ruth Applewood.').waitFor()
  await page.locator('.letter').getByText('Yes, with a glass of water.').waitFor()
  expect(breaches(page)).toEqual([])
})

test('a question that was open in a dialog gives way to signing in, and is open again', async () => {
  // What the last message set off is read again by now: it is the click that finds the session ended.
  await page.waitForTimeout(2_000)
  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Close this conversation' })
  await dialog.getByText('Visit booked', { exact: true }).click()
  await endElsewhere()
  await dialog.getByRole('button', { name: 'Close the conversation' }).click()
  await signIn().waitFor()
  expect(await dialog.isVisible()).toBe(false)
  expect(await findings(page)).toEqual([])

  await signInAgain()
  await dialog.waitFor()
  expect(await dialog.getByText('That was not done').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByText('Closed: Visit booked.').waitFor()
})

test('somebody away is asked, can stay, and is signed out in the end with nothing lost', async () => {
  await page.clock.install()
  await page.reload()
  await reply().fill('Typed before the phone rang.')
  await page.clock.runFor(3_000)
  await page.getByText(/^Saved to Drafts at/).waitFor()

  const idleMs = limits.staffIdleMinutes * 60_000
  await page.clock.fastForward(idleMs - 100_000)
  const question = page.getByRole('dialog', { name: 'Are you still there?' })
  await question.waitFor()
  expect(await findings(page)).toEqual([])
  await question.getByRole('button', { name: 'Stay signed in' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await reply().inputValue()).toBe('Typed before the phone rang.')

  await page.clock.fastForward(idleMs + 10_000)
  await page.getByText('Nothing was done here for a while.').waitFor()
  await page.clock.resume()
  await signInAgain()
  await reply().waitFor()
  expect(await reply().inputValue()).toBe('Typed before the phone rang.')
})

test('a note, and what was typed in a dialog, are there again after looking elsewhere, and after signing out', async () => {
  const note = page.getByLabel('New note')
  const dialog = page.locator('dialog[open]')
  await note.fill('Her sister knows more')
  await page
    .locator('.notes')
    .getByText(/^Saved to Drafts at/)
    .waitFor()
  await reply().fill('Only with milk')
  await page
    .locator('.reply')
    .getByText(/^Saved to Drafts at/)
    .waitFor()
  await page.getByRole('button', { name: 'Make a task' }).click()
  await dialog.getByRole('textbox', { name: /^What/ }).fill('Call the pharmacy')
  await dialog.getByText(/^Saved to Drafts at/).waitFor()
  await page.keyboard.press('Escape')
  await page
    .getByRole('link', { name: /^My work/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
  await page.goBack()
  await expect.poll(() => note.inputValue()).toBe('Her sister knows more')
  await expect.poll(() => reply().inputValue()).toBe('Only with milk')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
  await signInAgain()
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
  await go(page, `conversations/${conversationId}`)
  await expect.poll(() => note.inputValue()).toBe('Her sister knows more')
  await expect.poll(() => reply().inputValue()).toBe('Only with milk')
  await page.getByRole('button', { name: 'Make a task' }).click()
  expect(await dialog.getByRole('textbox', { name: /^What/ }).inputValue()).toBe('Call the pharmacy')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page.locator('.note').getByText('Her sister knows more').waitFor()
  await page.reload()
  await reply().waitFor()
  expect(await note.inputValue()).toBe('')
})

test('signing out with words that are not saved asks first', async () => {
  await page.context().setOffline(true)
  await reply().fill('Typed in a tunnel.')
  await page.getByRole('button', { name: 'Sign out' }).click()
  const question = page.getByRole('dialog', { name: 'You are still signed in' })
  await question.getByText('Some of your words are not saved yet.').waitFor()
  expect(await findings(page)).toEqual([])
  await question.getByRole('button', { name: 'Stay' }).click()
  await page.context().setOffline(false)
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
  await signInAgain()
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
  await go(page, `conversations/${conversationId}`)
  await expect.poll(() => reply().inputValue()).toBe('Typed in a tunnel.')
})
