// Promised: a conversation is closed with how it ended, its record is in the chart with a receipt that can be checked, and what
// could not be filed stays on a list with the reason until it is.
import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { ownDemo } from '../own-demo.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { aLetter, go, lastDone, newColleague, practice, row, write } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const chart = join(ownDemo().dataDir, 'record')

async function close(page: Page, outcome: string): Promise<void> {
  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  await page.getByRole('dialog').getByText(outcome, { exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByText(`Closed: ${outcome}.`).waitFor()
}

/** What stands beside a fact's name. */
function fact(page: Page, name: string): Promise<string> {
  return page.locator('.card-fact').filter({ hasText: name }).locator('dd').innerText()
}

test('closing asks how it ended, files the record, and shows the receipt that the file has', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'Receipt', text: 'Thank you, it works.' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByText('Not filed to the chart yet. Closing files it.').waitFor()
  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Choose how it ended.' }).click()
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('outcome')
  await page.keyboard.press('Escape')
  await close(page, 'Nothing to do')

  await page.getByText('In the chart', { exact: true }).waitFor({ timeout: 60_000 })
  const record = await readFile(join(chart, await fact(page, 'Where'), 'record.pdf'))
  expect(await fact(page, 'SHA-256')).toBe(createHash('sha256').update(record).digest('hex'))
  await page.getByText('History').click()
  await page.getByText('Filed to the chart', { exact: true }).waitFor()
  await page.getByText('Closed: Nothing to do', { exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
  expect(breaches(page)).toEqual([])
})

test('what was closed is opened again with one press, and closed again the same way', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'Undo', text: 'Never mind, found it.' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await close(page, 'Nothing to do')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Close…', exact: true }).waitFor()
  await close(page, 'Visit booked')
  await page.getByRole('button', { name: 'Reopen' }).click()
  await lastDone(page, 'The conversation is open again.').waitFor()
  await page.getByRole('button', { name: 'Close…', exact: true }).waitFor()
})

test('a message is sent and its conversation closed in one go', async () => {
  const conversationId = await aLetter('Ruth Applewood', { subject: 'In one go', text: 'Is it Monday?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByLabel('Reply to Ruth Applewood').fill('Yes, Monday at nine.')
  await page.getByRole('button', { name: 'Send and close…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send and close…' })
  await dialog.getByText('Visit booked', { exact: true }).click()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Send and close…' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await page.getByText('Closed: Visit booked.').waitFor()
  await page.locator('.letter').getByText('Yes, Monday at nine.').waitFor()
})

test('what a patient adds before an answer goes out keeps it here, and the conversation open', async () => {
  const patient = await newPerson(browser, 'Ruth Applewood')
  const conversationId = await write(patient, { subject: 'One more line', text: 'May I stop the syrup?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByLabel('Reply to Ruth Applewood').fill('Yes, you may.')
  await page.getByRole('button', { name: 'Send and close…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send and close…' })
  await dialog.getByText('Nothing to do', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Send and close…' }).click()
  await page.getByText('Then the conversation is closed: Nothing to do.').waitFor()
  const base = `/api/as/${await membershipAt(patient, practice)}/conversations/${conversationId}`
  await callAs(patient, 'POST', `${base}/messages`, {
    messageId: uuidv7(),
    text: 'It made me dizzy.',
    attachmentIds: [],
  })
  await page.locator('.letter').getByText('It made me dizzy.').waitFor()
  await page.getByText('The patient wrote again after this was written.').waitFor({ timeout: 60_000 })
  expect(await page.getByLabel('Reply to Ruth Applewood').inputValue()).toBe('Yes, you may.')
  await page.getByRole('button', { name: 'Close…', exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
})

test('what the chart does not take is on the list with the reason, and is tried again from there', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: 'unfiled' })
  await page.getByRole('heading', { name: 'Everything is in the chart' }).waitFor({ timeout: 60_000 })
  expect(await findings(page)).toEqual([])

  const conversationId = await aLetter('Ruth Applewood', { subject: 'No chart', text: 'All is well now.' })
  const aside = `${chart}.aside`
  await rename(chart, aside)
  await writeFile(chart, 'not a folder')
  try {
    await page.getByRole('link', { name: /^Nurses/ }).click()
    await row(page, 'No chart').getByRole('link').click()
    await close(page, 'Answered')
    await page.getByText('Not in the chart', { exact: true }).last().waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: /^Not in the chart/ }).click()
    await page.getByText('Failed, 1 try').waitFor()
    expect(await findings(page)).toEqual([])
  } finally {
    await rm(chart)
    await rename(aside, chart)
  }
  await page
    .getByRole('row', { name: /Ruth Applewood/ })
    .getByRole('button', { name: 'Try again' })
    .click()
  await page.getByRole('heading', { name: 'Everything is in the chart' }).waitFor({ timeout: 60_000 })
  await go(page, `conversations/${conversationId}`)
  await page.getByText('In the chart', { exact: true }).waitFor()
  expect(breaches(page)).toEqual([])
})
