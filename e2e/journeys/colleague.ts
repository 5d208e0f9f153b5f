import type { Browser, Locator, Page } from 'playwright-core'
import { uuidv7 } from '../../server/platform/ids.ts'
import { callAs, membershipAt, newCaller, newVisitor, signIn, type Look, type Signed } from './person.ts'

export const practice = 'Maple Street Family Practice'

/** A colleague of a clinic in their workspace, on the page at `at`. */
export async function newColleague(
  browser: Browser,
  name: string,
  { at = '', clinic = practice, ...look }: Look & { at?: string; clinic?: string } = {},
): Promise<Page> {
  const page = await newVisitor(browser, { width: 1280, ...look })
  await signIn(page, name)
  await go(page, at, clinic)
  return page
}

/** Opens a page of this colleague's own workspace: '', 'patients', 'queue/mine?status=closed'. */
export async function go(page: Page, path: string, clinic = practice): Promise<void> {
  const membershipId = await membershipAt(page, clinic)
  await page.goto(`/staff/${membershipId}/${path}`.replace(/\/$/, ''))
  await page.locator('h1').first().waitFor()
}

/** A colleague is shown a language for a while, and has their own back afterwards. */
export async function inLanguage(page: Page, language: 'en' | 'fr', journey: () => Promise<void>): Promise<void> {
  const { account } = await callAs<{ account: { language: string } }>(page, 'GET', '/api/session')
  await callAs(page, 'PATCH', '/api/account', { language })
  try {
    await journey()
  } finally {
    await callAs(page, 'PATCH', '/api/account', { language: account.language })
  }
}

/** What was just done, in words, until the next thing is done. */
export function lastDone(page: Page, words: string | RegExp): Locator {
  return page.getByRole('region', { name: 'What you just did' }).getByText(words)
}

/** From the list of patients to the card of one. */
export async function openCard(page: Page, name: string): Promise<void> {
  await go(page, 'patients')
  await page.getByLabel('Find a patient').fill(name)
  await page.getByText('1 patient', { exact: true }).waitFor()
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Sends the answer that is written, without waiting for the time in which it can be taken back. */
export async function sendNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
}

/** The row of a list of work that says this. */
export function row(page: Page, words: string): Locator {
  return page.locator('.queue-row').filter({ hasText: words })
}

/** A patient of the demonstration writes, with no page of their own; answers the id of the conversation. */
export async function aLetter(from: string, letter: { subject: string; text: string }): Promise<string> {
  return write(await newCaller(from), letter)
}

/** The same, by a patient who is signed in. */
export async function write(patient: Signed, { subject, text }: { subject: string; text: string }): Promise<string> {
  const base = `/api/as/${await membershipAt(patient, practice)}`
  const topics = await callAs<{ items: { id: string; name: { en: string } }[] }>(patient, 'GET', `${base}/topics`)
  const topicId = topics.items.find(({ name }) => name.en === 'Symptoms that can wait')?.id
  const conversationId = uuidv7()
  const sent = { conversationId, messageId: uuidv7(), topicId, subject, text, attachmentIds: [] }
  await callAs(patient, 'POST', `${base}/conversations`, sent)
  return conversationId
}

/** Goes down the queue with j until the row with these words has the focus. */
export async function moveTo(page: Page, words: string): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('j')
    const row = await page.evaluate(() => document.activeElement?.closest('li')?.textContent ?? '')
    if (row.includes(words)) {
      return
    }
  }
  throw new Error(`no row of the queue says ${words}`)
}

/** This page is told of no changes: it shows what it read last, as after a lost line. */
export async function withoutLive(page: Page): Promise<void> {
  await page.route(/\/api\/as\/[^/]+\/live/, (route) => route.abort())
}
